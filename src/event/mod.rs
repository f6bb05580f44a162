//! What is announced, and every act on it and on its dates.

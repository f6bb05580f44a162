//! Every address printed in a letter, a feed or a page.

//! Every setting, its default, unit and check; the only reader of the environment.

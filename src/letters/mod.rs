//! Every letter we write: a folder each.

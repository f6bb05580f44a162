//! The pages that the public reads. A page is a `.rs` and an `.html` of one name.

mod access;
mod addresses;
mod announced;
mod carry;
mod dates_on_pages;
mod details;
mod event;
mod fields;
mod home;
mod listing;
mod manage;
mod news;
mod organisation;
mod reply;
mod said;
mod stop;
mod structured;
mod thanks;
mod trouble;
mod typed;
mod way_there;

#[cfg(test)]
mod tests;

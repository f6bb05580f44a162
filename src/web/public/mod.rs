//! The pages that the public reads. A page is a `.rs` and an `.html` of one name; what several share is in `parts.html`
//! and `fields.html`.
//!
//! Guarantees: a page runs nothing and loads nothing from elsewhere; GET and HEAD change nothing; a page behind a token
//! is kept by nobody. What may be seen by whom is the rooms' to decide.

mod access;
mod adding;
mod addresses;
mod announced;
mod answering;
mod calling;
mod carry;
mod dates;
mod dates_on_pages;
mod details;
mod event;
mod feeds;
mod fields;
mod history;
mod home;
mod links;
mod listing;
mod load;
mod manage;
mod month;
mod named;
mod news;
mod organisation;
mod own_calendar;
mod reply;
mod said;
mod stop;
mod structured;
mod subscribing;
mod thanks;
mod trouble;
mod typed;
mod visits;
mod way_there;
mod wrong;

#[cfg(test)]
mod tests;

use poem::{Route, RouteMethod, get};

pub(crate) use trouble::answer as trouble;

use super::gate::allow::allow;
use super::look;

const LOOK: &str = "GET, HEAD";
const LOOK_AND_ACT: &str = "GET, HEAD, POST";

/// The pages, added to `route`.
///
/// The order counts: where a new address shares only a beginning with what was added before (`/reply` and `/add/…`), poem 3.1
/// loses the parameters with a pattern that stood behind that beginning. So an address without one comes first.
pub(crate) fn routes(route: Route) -> Route {
    let looked_at = |page: RouteMethod| allow(LOOK, page);
    let acted_on = |page: RouteMethod| allow(LOOK_AND_ACT, page);
    look::routes(route)
        .at("/", looked_at(get(visits::show_home)))
        .at("/r/:token", acted_on(get(links::show_mine).post(links::act_on_mine)))
        .at("/r/:token/add/:calendar<[a-z0-9]+>", looked_at(get(adding::add_mine)))
        .at("/u/:token", acted_on(get(links::show_stop).post(links::stop_now)))
        .at("/n/:token", acted_on(get(links::show_not_you).post(links::not_you_now)))
        .at("/c/:token<[a-z0-9]+>", acted_on(get(own_calendar::show).post(own_calendar::act)))
        .at("/:org<[a-z0-9-]+>", looked_at(get(visits::show_organisation)))
        .at("/:org<[a-z0-9-]+>/", looked_at(get(visits::without_slash)))
        .at("/:org<[a-z0-9-]+>/subscribe", acted_on(get(subscribing::show).post(subscribing::ask)))
        .at("/:org<[a-z0-9-]+>/privacy", looked_at(get(visits::show_privacy)))
        .at("/:org<[a-z0-9-]+>/campaigns/:slug", looked_at(get(visits::show_campaign)))
        .at("/:org<[a-z0-9-]+>/events/:slug<[a-z0-9-]+>", looked_at(get(visits::show_event)))
        .at(
            "/:org<[a-z0-9-]+>/events/:slug<[a-z0-9-]+>/reply",
            acted_on(get(answering::show).post(answering::take)),
        )
        .at("/:org<[a-z0-9-]+>/m/:token<[a-z0-9]+>", looked_at(get(visits::show_members)))
        .at(
            "/:org<[a-z0-9-]+>/m/:token<[a-z0-9]+>/subscribe",
            acted_on(get(subscribing::show_members).post(subscribing::ask_members)),
        )
        .at(
            "/:org<[a-z0-9-]+>/m/:token<[a-z0-9]+>/events/:slug<[a-z0-9-]+>",
            looked_at(get(visits::show_members_event)),
        )
        .at(
            "/:org<[a-z0-9-]+>/m/:token<[a-z0-9]+>/events/:slug<[a-z0-9-]+>/reply",
            acted_on(get(answering::show_members).post(answering::take_members)),
        )
        .at(
            "/:org<[a-z0-9-]+>/events/:slug<[a-z0-9-]+>/add/:calendar<[a-z0-9]+>",
            looked_at(get(adding::add_event)),
        )
        .at(
            "/:org<[a-z0-9-]+>/m/:token<[a-z0-9]+>/events/:slug<[a-z0-9-]+>/add/:calendar<[a-z0-9]+>",
            looked_at(get(adding::add_members_event)),
        )
}

//! What is asked for most, an organisation's public calendar that has not changed, is answered before the route table is
//! asked: finding a route and copying what handlers need costs more than the answer.
//!
//! Guarantees: it is the answer that the route gives, header by header, and is counted as that route's. Whatever is not
//! at hand, or is asked for in any other way, goes on to the routes.

use std::sync::LazyLock;

use poem::http::Method;
use poem::{Endpoint, IntoResponse, PathPattern, Request, Response};

use super::app::App;
use super::calendars::{self, For};
use super::gate::answer::AtHand;

/// The routes, with what is at hand before them.
#[derive(Debug)]
pub(super) struct Quick<E> {
    app: App,
    routes: E,
}

impl<E: Endpoint> Quick<E> {
    pub(super) fn new(app: App, routes: E) -> Self {
        Self { app, routes }
    }

    fn at_hand(&self, request: &Request) -> Option<Response> {
        static PATTERN: LazyLock<PathPattern> = LazyLock::new(|| PathPattern(calendars::PUBLIC.into()));
        let slug = request.uri().path().strip_prefix('/')?.strip_suffix(calendars::FILE)?;
        if *request.method() != Method::GET || request.uri().query().is_some() {
            return None;
        }
        let now = self.app.clock.now();
        let rendered = self.app.feeds.public_at_hand(&self.app.db, slug, now)?;
        let mut response = calendars::answer(request, &rendered, now, For::Everybody);
        response.set_data(AtHand(&PATTERN));
        Some(response)
    }
}

impl<E: Endpoint> Endpoint for Quick<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        self.app.untrusted.notice(&request, &self.app.config.trusted_proxies);
        match self.at_hand(&request) {
            Some(response) => Ok(response),
            // In a box, for as large as what goes on to the routes is, every answer would be moved about.
            None => Box::pin(self.routes.call(request)).await.map(IntoResponse::into_response),
        }
    }
}

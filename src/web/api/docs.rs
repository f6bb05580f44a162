//! `/api/docs`: the document for people to read and try, with nothing loaded from outside.
//!
//! Swagger UI is vendored in poem-openapi, as one page with script and style written into it. They are taken apart here and
//! served as files of their own, so that the page works under a policy without inline script or style.

use std::sync::LazyLock;

use poem::endpoint::make_sync;
use poem::http::header;
use poem::{Response, Route};
use poem_openapi::OpenApiService;

use crate::web::gate::allow::allow;

struct Parts {
    script: String,
    style: String,
}

static PARTS: LazyLock<Parts> = LazyLock::new(|| {
    let whole = OpenApiService::new((), "", "").swagger_ui_html();
    Parts {
        script: between(&whole, "<script charset=\"UTF-8\">", "</script>"),
        style: between(&whole, "<style charset=\"UTF-8\">", "</style>"),
    }
});

fn between(text: &str, start: &str, end: &str) -> String {
    let inside = text.split_once(start).and_then(|(_, rest)| rest.split_once(end));
    inside.map(|(found, _)| found.to_owned()).unwrap_or_default()
}

const PAGE: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Convenor API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<div id="ui"></div>
<noscript>This page needs a script. The document itself is at <a href="/api/v1/openapi.yaml">/api/v1/openapi.yaml</a>.</noscript>
<script src="/api/docs/swagger-ui.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
"#;

const START: &str = "SwaggerUIBundle({ dom_id: '#ui', url: '/api/v1/openapi.json', deepLinking: true, validatorUrl: null });\n";

/// Scripts and styles of our own only, and nothing inline: React sets styles by the object model, which no policy stops.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The page and its files, below `/api/docs`.
pub fn routes() -> Route {
    Route::new()
        .at("/", allow("GET, HEAD", make_sync(|_| page())))
        .at("/start.js", allow("GET, HEAD", make_sync(|_| file("text/javascript; charset=utf-8", START))))
        .at(
            "/swagger-ui.js",
            allow("GET, HEAD", make_sync(|_| file("text/javascript; charset=utf-8", &PARTS.script))),
        )
        .at(
            "/swagger-ui.css",
            allow("GET, HEAD", make_sync(|_| file("text/css; charset=utf-8", &PARTS.style))),
        )
}

fn page() -> Response {
    Response::builder()
        .content_type("text/html; charset=utf-8")
        .header(header::CONTENT_SECURITY_POLICY, POLICY)
        .header(header::REFERRER_POLICY, "no-referrer")
        .body(PAGE)
}

fn file(kind: &str, text: &'static str) -> Response {
    Response::builder().content_type(kind).header(header::CACHE_CONTROL, "public, max-age=86400").body(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_and_style_are_taken_apart_whole() {
        assert!(PARTS.script.contains("SwaggerUIBundle"), "the bundle names what start.js calls");
        assert!(PARTS.script.len() > 1_000_000);
        assert!(PARTS.style.contains(".swagger-ui"));
        assert!(!PAGE.contains("style=") && !PAGE.contains("<style") && !POLICY.contains("unsafe"));
        assert!(!PARTS.script.contains("{:script}") && !PARTS.style.contains("{:style}"));
    }
}

//! `convenor organisation`: make and list organisations, print the members' address.

use serde_json::json;

use super::arguments::Organisation as What;
use super::out::{self, Failure};
use crate::clock::Clock;
use crate::config::Config;
use crate::links::Links;
use crate::organisation::{self, NewOrganisation, Organisation, OrganisationError};
use crate::server::{self, Opened};

pub(super) async fn run(what: What, config: Config) -> Result<(), Failure> {
    let opened = server::open(config, Clock::System).await?;
    let links = Links::new(&opened.config);
    match what {
        What::Create { slug, name, timezone, email, phone, website } => {
            let new = NewOrganisation { slug, name, timezone, email, phone, phone_note: None, website };
            create(&opened, &links, new).await?;
        }
        What::List { json } => list(&opened, &links, json).await?,
        What::Members { slug, replace } => members(&opened, &links, &slug, replace).await?,
    }
    opened.db.close().await?;
    Ok(())
}

async fn create(opened: &Opened, links: &Links, new: NewOrganisation) -> Result<(), Failure> {
    let (seals, now) = (opened.seals.clone(), opened.clock.now());
    let made = opened
        .db
        .write(move |write| Box::pin(async move { organisation::create(write, &seals, new, now).await }))
        .await
        .map_err(mistyped)?;
    out::line(&links.organisation(&made.slug))?;
    out::remark(&format!(
        "{} is there. Next: convenor api-key create --organisation {} --name \"My own\" --scope events:read --scope events:write",
        made.name, made.slug
    ));
    Ok(())
}

/// Each mistake beside the argument in which it was typed.
fn mistyped(error: OrganisationError) -> Failure {
    match error {
        OrganisationError::Invalid(mistakes) => {
            let said = mistakes.into_iter().map(|mistake| match mistake.pointer.trim_start_matches('/') {
                "slug" => format!("SLUG {}", mistake.message),
                flag => format!("--{flag} {}", mistake.message),
            });
            Failure::Misused(said.collect())
        }
        other => other.into(),
    }
}

/// The organisation with that slug.
pub(super) async fn named(opened: &Opened, slug: &str) -> Result<Organisation, Failure> {
    match organisation::by_slug(&opened.db.read(), slug).await {
        Err(OrganisationError::NotFound) => {
            let why = "there is no such organisation: `convenor organisation list` shows those there are";
            Err(Failure::Failed(why.into()))
        }
        found => Ok(found?),
    }
}

async fn list(opened: &Opened, links: &Links, json: bool) -> Result<(), Failure> {
    let all = organisation::list(&opened.db.read()).await?;
    if json {
        let rows: Vec<_> = all
            .iter()
            .map(|o| json!({ "id": o.id, "slug": o.slug, "name": o.name, "timezone": o.timezone }))
            .collect();
        return out::json(&rows);
    }
    for one in all {
        out::line(&format!("{}\t{}\t{}", one.slug, one.name, links.organisation(&one.slug)))?;
    }
    Ok(())
}

async fn members(opened: &Opened, links: &Links, slug: &str, replace: bool) -> Result<(), Failure> {
    let mut found = named(opened, slug).await?;
    if replace {
        let (id, now) = (found.id, opened.clock.now());
        found = opened
            .db
            .write(move |write| Box::pin(organisation::replace_members_address(write, id, now)))
            .await?;
    }
    let token = organisation::members_token(&opened.db.read(), &opened.seals, &found).await?;
    out::line(&links.members(slug, &token))?;
    out::line(&links.members_feed(slug, &token))?;
    Ok(())
}

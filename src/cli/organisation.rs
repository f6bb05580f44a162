//! `convenor organisation`: make and list organisations, print the members' address.

use serde_json::json;

use super::arguments::Organisation as What;
use super::out::{self, Failure};
use crate::clock::Clock;
use crate::config::Config;
use crate::links::Links;
use crate::organisation::{self, NewOrganisation};
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
        .await?;
    out::line(&links.organisation(&made.slug))?;
    out::remark(&format!(
        "{} is there. Next: convenor api-key create --organisation {} --name \"My own\" --scope events:read --scope events:write",
        made.name, made.slug
    ));
    Ok(())
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
    let mut found = organisation::by_slug(&opened.db.read(), slug).await?;
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

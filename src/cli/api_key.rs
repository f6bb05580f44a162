//! `convenor api-key`: the keys by which other programs call.

use entity::value::Scope;
use serde_json::json;

use super::arguments::ApiKey as What;
use super::arguments::WHERE_KEYS_ARE;
use super::organisation::named;
use super::out::{self, Failure};
use crate::access::{self, AccessError, ApiKey};
use crate::clock::Clock;
use crate::config::Config;
use crate::server::{self, Opened};

pub(super) async fn run(what: What, config: Config) -> Result<(), Failure> {
    let opened = server::open(config, Clock::System).await?;
    match what {
        What::Create { organisation, name, scopes, json } => {
            create(&opened, &organisation, name, scopes, json).await?;
        }
        What::List { organisation, json } => list(&opened, &organisation, json).await?,
        What::Revoke { id } => {
            let now = opened.clock.now();
            let revoked = opened.db.write(move |write| Box::pin(access::revoke_key(write, id, now))).await;
            revoked.map_err(|error| match error {
                AccessError::NotFound => {
                    Failure::Failed(format!("there is no key with this id: {WHERE_KEYS_ARE}").into())
                }
                other => other.into(),
            })?;
            out::remark("The key no longer works.");
        }
    }
    opened.db.close().await?;
    Ok(())
}

async fn create(
    opened: &Opened,
    slug: &str,
    name: String,
    scopes: Vec<Scope>,
    json: bool,
) -> Result<(), Failure> {
    let owner = named(opened, slug).await?.id;
    let now = opened.clock.now();
    let made = opened
        .db
        .write(move |write| {
            Box::pin(async move { access::create_key(write, owner, &name, scopes, now).await })
        })
        .await
        .map_err(|error| match error {
            AccessError::Name => {
                Failure::Misused(vec!["--name must have 1 to 100 characters and no line breaks".to_owned()])
            }
            other => other.into(),
        })?;
    if json {
        let mut shown = described(&made.key);
        if let Some(fields) = shown.as_object_mut() {
            fields.insert("key".to_owned(), made.secret.into());
        }
        return out::json(&shown);
    }
    out::line(&made.secret)?;
    out::remark("This is the only time that the key is shown: keep it where only your program reads it.");
    if let Some(end) = made.key.expires_at {
        out::remark(&format!("It reads people, so it works until {end}."));
    }
    Ok(())
}

async fn list(opened: &Opened, slug: &str, json: bool) -> Result<(), Failure> {
    let owner = named(opened, slug).await?.id;
    let keys = access::keys(&opened.db.read(), owner).await?;
    if json {
        return out::json(&keys.iter().map(described).collect::<Vec<_>>());
    }
    for key in keys {
        let scopes: Vec<&str> = key.scopes.0.iter().map(|scope| scope.as_str()).collect();
        let state = if key.revoked_at.is_some() { "revoked" } else { "working" };
        let used = key.last_used_on.as_deref().unwrap_or("never used");
        out::line(&format!("{}\t{}\t{}\t{state}\t{used}", key.id, key.name, scopes.join(" ")))?;
    }
    Ok(())
}

fn described(key: &ApiKey) -> serde_json::Value {
    json!({
        "id": key.id, "name": key.name, "scopes": key.scopes, "created_at": key.created_at,
        "expires_at": key.expires_at, "revoked_at": key.revoked_at, "last_used_on": key.last_used_on,
    })
}

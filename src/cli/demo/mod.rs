//! `convenor demo`: `serve` with a branch that has something on.
//!
//! The branch is what a real one organised, its dates moved: the lobby, the picket, the annual meeting and the day of
//! action lie ahead, the two letters were handed in. It lives in a data folder of its own. Running it again keeps what
//! is there. Nothing of it is ever sent: its letters are files, whatever mail server the settings name.

mod branch;
mod dates;
mod load;

use std::fs::{OpenOptions, Permissions};
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use entity::value::Scope;

use super::log;
use super::out::{self, Failure};
use super::serve::until_stopped;
use crate::access;
use crate::clock::Clock;
use crate::config::Config;
use crate::links::Links;
use crate::organisation::{self, OrganisationError};
use crate::server::{self, Opened, Service};

/// The folder, unless another is named.
const FOLDER: &str = "convenor-demo";
/// Tells a folder of ours, so that `--fresh` removes no other.
const MARK: &str = "this-is-a-demonstration";
/// Where the key lies that was printed, so that it goes on working whenever the demonstration is started again. Of a key to
/// anything real only a hash is kept.
const KEY: &str = "api-key";

pub(super) async fn run(mut config: Config, fresh: bool) -> Result<(), Failure> {
    own_folder(&mut config);
    let would_send = config.smtp_url.take().is_some();
    if fresh {
        remove(&config)?;
    }
    log::start(&config)?;
    if would_send {
        tracing::warn!(
            "a demonstration writes to nobody: its letters are files, and CONVENOR_SMTP_URL is not used"
        );
    }
    let listener = server::listen(config.listen).await?;
    let lock = server::lock_folder(&config)?;
    let opened = server::open(config, Clock::System).await?;
    opened.free_letters(lock.as_ref()).await;
    mark(&opened.config.data_dir)?;
    prepare(&opened).await?;
    until_stopped(Service::assemble(opened)?, Some(listener)).await?;
    drop(lock);
    Ok(())
}

/// Everything the demonstration keeps lies in its own folder, unless the settings say where.
fn own_folder(config: &mut Config) {
    let was = PathBuf::from("./convenor-data");
    if config.data_dir != was && config.data_dir != Path::new("convenor-data") {
        return;
    }
    let own = PathBuf::from(FOLDER);
    if config.key_file == config.data_dir.join("key") {
        config.key_file = own.join("key");
    }
    if config.database_url.0 == format!("sqlite://{}", config.data_dir.join("convenor.db").display()) {
        config.database_url.0 = format!("sqlite://{}", own.join("convenor.db").display());
    }
    config.data_dir = own;
}

/// Marks the folder as ours, for its owner alone.
fn mark(folder: &Path) -> std::io::Result<()> {
    write_privately(&folder.join(MARK), "")
}

fn write_privately(path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(path)?;
    // A file that was there keeps its mode unless it is told.
    std::fs::set_permissions(path, Permissions::from_mode(0o600))?;
    file.write_all(text.as_bytes())
}

fn remove(config: &Config) -> Result<(), Failure> {
    let folder = &config.data_dir;
    if config.database_url.0 != format!("sqlite://{}", folder.join("convenor.db").display()) {
        let why =
            "--fresh removes the demonstration's own folder; the database lies elsewhere: empty it yourself";
        return Err(Failure::Failed(why.into()));
    }
    if !folder.exists() {
        return Ok(());
    }
    if !folder.join(MARK).exists() {
        let why = format!("{} holds no demonstration, so --fresh leaves it alone", folder.display());
        return Err(Failure::Failed(why.into()));
    }
    Ok(std::fs::remove_dir_all(folder)?)
}

/// Loads the branch when it is not there yet, and prints every address worth opening.
async fn prepare(opened: &Opened) -> Result<(), Failure> {
    let branch = branch::read()?;
    match organisation::by_slug(&opened.db.read(), &branch.organisation.slug).await {
        Ok(_) => {}
        Err(OrganisationError::NotFound) => load::load(opened, &branch).await?,
        Err(error) => return Err(error.into()),
    }
    let key = key(opened, &branch.organisation.slug).await?;
    announce(opened, &branch, &key).await
}

/// A key that does everything: the one of the last start, as long as it is good.
async fn key(opened: &Opened, slug: &str) -> Result<String, Failure> {
    let path = opened.config.data_dir.join(KEY);
    if let Ok(kept) = std::fs::read_to_string(&path)
        && access::authenticate(&opened.db, &kept, opened.clock.now()).await.is_ok()
    {
        return Ok(kept);
    }
    let secret = fresh_key(opened, slug).await?;
    write_privately(&path, &secret)?;
    Ok(secret)
}

/// A new key. Those of earlier starts are revoked.
async fn fresh_key(opened: &Opened, slug: &str) -> Result<String, Failure> {
    let owner = organisation::by_slug(&opened.db.read(), slug).await?.id;
    let now = opened.clock.now();
    let old = access::keys(&opened.db.read(), owner).await?;
    let made = opened.db.write(move |write| {
        Box::pin(async move {
            for key in old.iter().filter(|key| key.name == MARK) {
                access::revoke_key(write, key.id, now).await?;
            }
            access::create_key(write, owner, MARK, vec![Scope::Admin], now).await
        })
    });
    Ok(made.await?.secret)
}

async fn announce(opened: &Opened, branch: &branch::Branch, key: &str) -> Result<(), Failure> {
    let links = Links::new(&opened.config);
    let slug = &branch.organisation.slug;
    let found = organisation::by_slug(&opened.db.read(), slug).await?;
    let token = organisation::members_token(&opened.db.read(), &opened.seals, &found).await?;
    let mail = opened.config.data_dir.join("mail");
    let rows = [
        ("the branch", links.organisation(slug)),
        ("a lobby", links.event(slug, "banners-held-high")),
        ("reply to it", links.reply(slug, "banners-held-high")),
        ("its calendar", links.feed(slug)),
        ("the members' page", links.members(slug, &token)),
        ("their calendar", links.members_feed(slug, &token)),
        ("the API", links.absolute("/api/docs")),
        ("an API key", key.to_owned()),
        ("letters", format!("{}/*.eml", mail.display())),
    ];
    for (what, where_it_is) in rows {
        out::line(&format!("{what:<18} {where_it_is}"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_is_for_its_owner_alone_even_where_it_was_not() {
        let folder = tempfile::tempdir().unwrap();
        let mode = || std::fs::metadata(folder.path().join(MARK)).unwrap().permissions().mode() & 0o777;
        mark(folder.path()).unwrap();
        assert_eq!(mode(), 0o600);
        std::fs::set_permissions(folder.path().join(MARK), Permissions::from_mode(0o644)).unwrap();
        mark(folder.path()).unwrap();
        assert_eq!(mode(), 0o600);
    }
}

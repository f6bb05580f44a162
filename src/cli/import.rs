//! `convenor import ics`: events from another calendar, as drafts.

use serde_json::json;

use super::arguments::Import as What;
use super::organisation::named;
use super::out::{self, Failure};
use crate::clock::Clock;
use crate::config::Config;
use crate::import::{self, Fetcher, Import, Importer, Line, MOST_BYTES};
use crate::journal::Actor;
use crate::server;

pub(super) async fn run(what: What, config: Config) -> Result<(), Failure> {
    let What::Ics { source, organisation, named: name, dry_run, deleted, json } = what;
    let fetcher = Fetcher { allowed: config.private_addresses.clone() };
    let opened = server::open(config, Clock::System).await?;
    let organisation = named(&opened, &organisation).await?;
    out::remark(&format!(
        "Reading {}.",
        if Fetcher::is_address(&source) { "the calendar at that address" } else { "the file" }
    ));
    let text = if Fetcher::is_address(&source) { fetcher.fetch(&source).await? } else { file(&source)? };
    let name = name.or_else(|| Fetcher::is_address(&source).then_some(source));
    let order = Import {
        organisation,
        actor: Actor::CommandLine,
        dry_run,
        take_deleted: deleted,
        source: name,
        most: usize::MAX,
    };
    let importer = Importer::default();
    let lines = importer.import(&opened.db, &opened.seals, &order, text, opened.clock.now()).await?;
    opened.db.close().await?;
    if json {
        return out::json(&lines.iter().map(described).collect::<Vec<_>>());
    }
    for line in &lines {
        let start = line.start.map_or_else(|| "-".to_owned(), |start| start.to_string());
        out::line(&format!("{}\t{start}\t{}\t{}", line.what.as_str(), line.title, line.notes.join(" ")))?;
    }
    let count = |word: &str| lines.iter().filter(|line| line.what.as_str() == word).count();
    let counts =
        ["taken", "changed", "unchanged", "left", "gone"].map(|word| format!("{} {word}", count(word)));
    out::remark(&format!("{}{}", counts.join(", "), if dry_run { ": nothing was written." } else { "." }));
    Ok(())
}

/// The file, as far as an import takes one.
fn file(path: &str) -> Result<String, Failure> {
    use std::io::Read;
    let unreadable = |error| Failure::because("the file can't be read", error);
    let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    std::fs::File::open(path).map_err(unreadable)?.take(most).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(import::text_of(&bytes))
}

fn described(line: &Line) -> serde_json::Value {
    json!({
        "title": line.title, "start": line.start.map(|start| start.to_string()), "what": line.what.as_str(),
        "event_id": line.event, "notes": line.notes,
    })
}

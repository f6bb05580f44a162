//! The documents say what the program does: settings, places and tests that they name exist.

use std::fs;
use std::path::Path;

use convenor::config::SETTINGS;

use crate::house::source::sources;

const DOCUMENTS: &[&str] = &["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"];

#[test]
fn the_readme_lists_every_setting_as_it_is() {
    let mut table = "| environment | default | what it is |\n| --- | --- | --- |\n".to_owned();
    for setting in SETTINGS {
        let (default, about) = (setting.default.replace('|', "\\|"), setting.about.replace('|', "\\|"));
        table += &format!("| `{}` | `{default}` | {about} |\n", setting.variable);
    }
    let readme = fs::read_to_string("README.md").unwrap();
    let (_, after) =
        readme.split_once("tests/service/documents.rs -->\n").expect("the mark where settings begin");
    let (found, _) = after.split_once("<!-- end of settings -->").expect("the mark where settings end");
    assert!(found == table, "the table of settings in README.md should be:\n\n{table}");
}

#[test]
fn every_invariant_names_a_test() {
    let tests: Vec<String> = ["tests/service", "src", "entity/src"]
        .into_iter()
        .flat_map(sources)
        .map(|source| source.text)
        .collect();
    let architecture = fs::read_to_string("ARCHITECTURE.md").unwrap();
    let (_, invariants) = architecture.split_once("\n## Invariants\n").expect("the heading \"Invariants\"");
    let rows =
        invariants.lines().take_while(|line| !line.starts_with("## ")).filter(|line| line.starts_with("| "));
    let rows: Vec<&str> = rows.skip(2).collect();
    assert!(!rows.is_empty());
    for row in rows {
        let path = row.rsplit('`').nth(1).unwrap_or_else(|| panic!("no test is named: {row}"));
        let name = path.rsplit("::").next().unwrap();
        let exists = tests.iter().any(|text| text.contains(&format!("fn {name}(")));
        assert!(exists, "there is no test {path}, which ARCHITECTURE.md names");
    }
}

#[test]
fn every_place_that_a_document_names_exists() {
    let mut missing = Vec::new();
    for document in DOCUMENTS {
        let text = fs::read_to_string(document).unwrap();
        let quoted = text.split('`').skip(1).step_by(2);
        let linked = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let roots = ["src/", "tests/", "scripts/", "deploy/", "entity/", "migration/", "openapi/"];
        let quoted = quoted.filter(|word| roots.iter().any(|root| word.starts_with(root)));
        for place in quoted.chain(linked.filter(|link| !link.contains("://"))) {
            if !Path::new(place).exists() {
                missing.push(format!("{document}: {place}"));
            }
        }
    }
    assert!(missing.is_empty(), "these do not exist: {missing:#?}");
}

#[test]
fn the_one_command_is_explained_where_people_look() {
    let readme = fs::read_to_string("README.md").unwrap();
    for command in ["cargo run --release -- demo", "./scripts/test"] {
        assert!(readme.contains(&format!("```sh\n{command}\n```")), "README.md shows {command} on its own");
    }
}

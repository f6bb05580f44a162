//! The few signs beside words. They repeat what the words say, so a screen reader passes them by.

use std::fmt;

use askama::filters::HtmlSafe;
use entity::value::TravelMode;

/// A sign, drawn in lines of the colour of the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    Bag,
    Bus,
    Calendar,
    Car,
    Cycle,
    People,
    Phone,
    Pin,
    Ramp,
    Screen,
    Town,
    Train,
    Tram,
    Walk,
}

impl From<TravelMode> for Icon {
    fn from(mode: TravelMode) -> Self {
        match mode {
            TravelMode::Walk => Self::Walk,
            TravelMode::Bus => Self::Bus,
            TravelMode::Tube | TravelMode::Train => Self::Train,
            TravelMode::Tram => Self::Tram,
            TravelMode::Cycle => Self::Cycle,
            TravelMode::Car => Self::Car,
            TravelMode::StepFree => Self::Ramp,
        }
    }
}

impl Icon {
    /// The line, on a square of 24 by 24.
    fn path(self) -> &'static str {
        match self {
            Self::Bag => "M5 3h14v9H5zM12 12v9",
            Self::Bus => {
                "M4 5a1 1 0 0 1 1-1h14a1 1 0 0 1 1 1v12H4zM4 11h16M7.5 17v3M16.5 17v3M7.5 14h.01M16.5 14h.01"
            }
            Self::Calendar => "M4 6h16v14H4zM4 10.5h16M8 3v4M16 3v4",
            Self::Car => "M3 17v-4.5l2-5A2 2 0 0 1 7 6h10a2 2 0 0 1 2 1.5l2 5V17zM3 12h18M6 17v3M18 17v3",
            Self::Cycle => {
                "M6 20a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM18 20a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM6 16l3.5-8H16l2 8M9.5 8l4 8L16 8M14 5h3"
            }
            Self::People => {
                "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c0-4 3-6.5 6.5-6.5s6.5 2.5 6.5 6.5M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14c2.2.8 3.5 3 3.5 6"
            }
            Self::Phone => {
                "M6.5 3h3l1.5 5-2 1.5a12 12 0 0 0 5.5 5.5L16 13l5 1.5v3A3 3 0 0 1 18 20.5C10.5 20.5 3.5 13.5 3.5 6a3 3 0 0 1 3-3z"
            }
            Self::Pin => {
                "M12 21.5S5 15.3 5 10a7 7 0 0 1 14 0c0 5.3-7 11.5-7 11.5zM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z"
            }
            Self::Ramp => "M3 19h18V9zM14 9l4-3M15 5.5h3.5V9",
            Self::Screen => "M3 4h18v12H3zM8 20.5h8M12 16v4.5",
            Self::Town => "M3 20.5h18M5 20V10.5M19 20V10.5M3 10l9-6.5 9 6.5zM9.5 20v-6.5M14.5 20v-6.5",
            Self::Train => {
                "M8 3h8a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3H8a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3zM5 10.5h14M8.5 17 6 21M15.5 17l2.5 4M8.5 13.8h.01M15.5 13.8h.01"
            }
            Self::Tram => {
                "M8 7h8a3 3 0 0 1 3 3v5a3 3 0 0 1-3 3H8a3 3 0 0 1-3-3v-5a3 3 0 0 1 3-3zM5 13h14M12 7V4M8 4h8M8.5 18 7 21M15.5 18l1.5 3"
            }
            Self::Walk => {
                "M13 5.5a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4zM12.5 8.5l-2 6 3.5 3V22M10.5 14.5 7.5 21.5M12.5 8.5 8.5 11v3M12.5 8.5l2.5 3.5 3 1"
            }
        }
    }
}

impl fmt::Display for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path();
        write!(
            f,
            r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{path}"/></svg>"#
        )
    }
}

impl HtmlSafe for Icon {}

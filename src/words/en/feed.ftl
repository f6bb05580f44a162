# What stands in calendars: the texts of an entry, and of a feed.

feed-name = { $organisation }
feed-name-narrowed = { $organisation }: { $to }
feed-name-members = { $organisation }: members
feed-about = What { $organisation } is planning, from its own page.
feed-online = Online
feed-place-or-online = { $place }, or online

feed-postponed = Postponed. A new date is not known yet. Do not go on the day shown here.
feed-suspended = Paused for now. Please check the page before you set out.
feed-cancelled = Called off. Please do not go.
feed-no-fixed-end = There is no fixed end.
feed-around = It starts at about the time shown.
feed-spot = Meet: { $spot }
feed-area = Where: { $area }. We tell you the exact place later.
feed-meeting = { $meeting } starts at { $time }.
feed-bring = Bring: { $bring }
feed-way = From { $from }
feed-way-alone = Getting there: { $travel }
feed-closed = Closed on the day: { $what }
feed-access = Access: { $statement }
feed-access-unknown = Access: not checked yet.
feed-access-with-place = Access: we tell you with the exact place.
feed-lost = Lost or late on the day? Call or text { $phone }.
feed-link = If you said you are joining online, your link comes by email { $before } the start.
feed-contact = Questions: { $contact }
feed-check = A calendar can be a day behind. This page is always right: { $page }

feed-name-personal = { $organisation }: my events
feed-about-personal = What you said yes or maybe to. Only you have this calendar.
feed-you-said-going = You said: coming.
feed-you-said-in-person = You said: coming in person.
feed-you-said-online = You said: joining online.
feed-you-said-maybe = You said: maybe.
feed-you-wait = You are on the waiting list. Please do not come unless we write that you have a place.
feed-you-take-part = You said: taking part.

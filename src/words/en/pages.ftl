# What our pages say.

page-skip = Skip to the main part
page-all-organisations = All organisations
page-all-events = All our events
page-details-link = How we look after your details
page-no-tracking = This page uses no cookies and no trackers, and it loads nothing from anybody else.

page-yes = Yes
page-no = No
page-not-known = Not known

# When and where

page-when = When
page-where = Where
page-bring = Bring
page-online = Online
page-or-online = Or online
page-place-or-online = { $place }, or online
page-place-on-the-day = We show the exact place here on the day.
page-place-private = We do not show the exact place here.
page-place-was-shown = We showed the exact place here on the day.
page-place-unknown = The place is not known yet. Please look at this page again.
page-place-when-replied = We tell you the exact place when you say that you are coming, or maybe.
page-map-open = OpenStreetMap
page-map-google = Google Maps
page-map-apple = Apple Maps

# The way there

page-way-from = { $by } from { $from }
page-way-titled = { $by }: from { $from }
page-way-closed = Closed on the day. Please take another way.
page-way-closed-until = Closed until { $until }. Please take another way.
page-way-closed-between = Closed from { $from } to { $until }.
page-way-closed-from = Closed from { $from }.
page-lost-or-late = Lost or late on the day? Call or text

# Access

page-access = Access
page-access-unchecked = Not checked yet. Please ask us.
page-access-with-place = We tell you about access with the exact place. Please ask us before if you need to know.
page-access-checked = We last checked on { $day }.
page-access-ask = Ask about access:
page-access-step-free = A way in without steps
page-access-toilet = Accessible toilet
page-access-seating = Somewhere to sit
page-access-loop = Hearing loop
page-access-bsl = British Sign Language
page-access-captions = Captions
page-access-parking = Parking for disabled people
page-access-quiet = A quiet space

# News of an event

page-cancelled = Called off
page-cancelled-date = Called off on this day
page-cancelled-what = This is not going ahead. It was going to be { $when }.
page-cancelled-tell = Please tell anyone you were bringing.
page-postponed = Postponed
page-postponed-what = It is not on { $when } any more. We don't have a new date yet.
page-postponed-keep = If you said you would come, you are still on the list. If you gave us your email, we will write when there is a new date.
page-suspended = Paused
page-suspended-what = This is paused for now.
page-suspended-what-action = The action is paused while talks go on.
page-suspended-keep = If you said you would come, you are still on the list. If you gave us your email, we will write if it starts again.
page-draft = Not announced yet
page-draft-what = Only the organisers can see this page.
page-moved-time = The time has changed
page-moved-day = The day has changed
page-moved-place = The place has changed
page-moved-room = The room has changed
page-moved-spot = The meeting point has changed
page-moved = { $count ->
    [one] { $things } has changed
   *[other] { $things } have changed
}
page-the-day = the day
page-the-time = the time
page-the-place = the place
page-the-room = the room
page-the-spot = the meeting point
page-no-room = No room is set any more.
page-no-spot = There is no meeting point any more: come straight to the place.
page-it-was = It was
page-it-is-now = It is now
page-ended = This has ended
page-ended-on = It was on { $day }.

# An event

page-event-title = { $title }, { $when } – { $host }
page-event-short = In short
page-event-way = How to get there
page-event-online = Join online
page-event-about = What it is about
page-event-details = Good to know
page-event-menu = What you can do
page-event-asks = Other ways to help
page-event-papers = Papers
page-event-outcome = How it went
page-event-changes = What changed
page-event-dates = The dates
page-event-dates-earlier = Earlier dates
page-event-dates-later = More dates
page-event-dates-before = The dates before these
page-event-dates-after = The dates after these
page-target = We are lobbying { $body }
page-target-meeting = We are lobbying { $body }: { $meeting }
page-target-starts = The meeting starts at { $start }, so please be there for { $there }.
page-target-room = It meets in: { $room }
page-turnout = { $people } people are coming
page-few-left = A few places are left
page-audience = Who it is for
page-organised-by = Organised by
page-who-attends = Who may come
page-who-speaks = Who may speak
page-who-votes = Who may vote
page-quorum = Needed to take decisions
page-deadline = By { $when }
page-online-link = Your link comes { $span } before we start. Tell us you're coming, with your email.
page-online-link-soon = Your link comes shortly before we start. Tell us you're coming, with your email.
page-online-watch = Watch it live
page-outcome-held = It took place
page-outcome-accepted = Our letter was accepted
page-outcome-refused = Our letter was refused
page-outcome-left = We left our letter there
page-outcome-posted = We sent our letter by post
page-outcome-no-quorum = Not enough people came to take decisions
page-outcome-on = { $result }, { $day }.
page-outcome-plain = { $result }.
page-outcome-post = Registered post: { $reference }
page-outcome-people = { $people ->
    [one] { $people } person came.
   *[other] { $people } people came.
}

# The call to reply

page-reply-open = It takes half a minute, and you don't have to give your name.
page-reply-button = Tell us you're coming
page-reply-button-on = Tell us you're coming on { $day }
page-reply-waiting = All places are taken. You can join the waiting list. If a place comes free, we write to you.
page-reply-waiting-button = Join the waiting list
page-reply-waiting-button-on = Join the waiting list for { $day }
page-reply-opens = You can tell us from { $when }.
page-reply-full = All places are taken.
page-reply-closed = We are not taking replies at the moment. Please ask us.
page-reply-elsewhere = This is organised by { $body }. Please ask them.
page-reply-off = You don't need to tell us. Just come.
page-reply-cancelled = This is called off, so we take no more replies.
page-reply-held = There is no date to come to now. You can still tell us you want to come. If you give us your email, we write to you when there is news.
page-reply-held-button = Tell us you want to come
page-reply-ended = This has ended, so we no longer take replies.

# To take away

page-calendar-add = Put it in your calendar
page-calendar-file = Add to my calendar
page-calendar-subscribe = Follow its changes
page-calendar-file-all = Add all dates to my calendar
page-calendar-subscribe-all = Follow all dates
page-calendar-works-on = “{ $button }” works on an iPhone, an iPad or a Mac.
page-calendar-how = How to follow our events in any calendar
page-calendar-only = Or only { $day }:
page-calendar-file-one = Calendar file
page-calendar-letter = The letter brings a file for your calendar. Or add it here:
page-calendar-no-end = There is no fixed end.
page-calendar-google = Google Calendar
page-calendar-outlook = Outlook.com
page-calendar-office = Microsoft 365
page-calendar-work = If you share a calendar at work, people there may see it.
page-share = Tell a workmate
page-share-how = Copy these words, or send them from here:
page-share-text = { $title }
    { $when }
    { $place }
    { $link }
page-share-off = { $state }: { $title }
page-share-text-off = { $title }
    It was going to be { $when }.
    { $link }
page-share-message = Text message
page-share-whatsapp = WhatsApp
page-share-email = Email
page-contact = Ask us

# Lists of events

page-month-and-year = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
page-month-short = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
page-weekday-short = { $weekday ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
}
page-around = { $day }, around { $time }
page-month-title = { $month }: what's on at { $host }
page-month-lede = Everything in { $month }, day by day.
page-month-empty = There is nothing on in { $month }.
page-month-glance = The month at a glance
page-month-turn = Other months
page-all-day = All day
page-month-see = See a whole month
page-month-events = { $events ->
    [one] { $events } event
   *[other] { $events } events
}
page-no-events = Nothing is planned at the moment. Please look again soon.
page-past-events = What we did before
page-members-only = Members only
page-organisation-title = { $host }: what's on
page-organisation-lede = What's on, where it is and how to get there.
page-members = For members
page-members-title = { $host }: for members
page-members-lede = All our events, members' meetings too. This address is for members only. Please don't share it.
page-campaign = Campaign
page-campaign-dispute = Dispute
page-campaign-day-of-action = Day of action
page-campaign-title = { $name } – { $host }
page-campaign-lede = What { $host } is doing, and how to join in.
page-home = What's on
page-home-lede = Events of the branches and campaigns that use this site.
page-home-organisations = Whose events
page-home-none = Nobody has set up their page yet.

# Subscribing

page-subscribe = Put us in your calendar
page-subscribe-why = Subscribe once. Our events then show in your own calendar, and changes come by themselves.
page-subscribe-button = Subscribe
page-subscribe-elsewhere = Do you use one of these? Then press its name:
page-subscribe-paste = In any other calendar, choose “from URL” or “from web”, and paste this address:
page-subscribe-how = How to do it, step by step
page-subscribe-lag = Google and some others look for news only once a day, and a few only once a week. If something moves, this page is right.
page-subscribing = How to put us in your calendar
page-subscribing-title = Subscribe: { $host }
page-subscribing-only = Only this: { $name }
page-subscribing-parts = You can also have one part alone:
page-subscribing-everything = All our events
page-subscribing-links = The short way
page-subscribing-how = Step by step
page-subscribing-own = Only what you said yes to
page-subscribing-own-what = You can have a calendar of your own. It shows only the events you said yes or maybe to. Type the email address you used when you replied. We send you the link.
page-subscribing-own-email = Your email address
page-subscribing-own-kept = We use it only for this calendar. We delete it when you have no replies with us any more and nobody has looked at the calendar for 90 days.
page-subscribing-own-button = Send me my calendar
page-subscribing-own-done = Thank you. If you have replied to one of our events with that address, a message with your calendar is on its way. Please look in your junk mail too.
page-subscribing-own-wrong = Check the email address: it should look like ben@example.org
page-subscribing-own-too-many = A lot of people on your network asked for this just now. Please try again in ten minutes.
page-how-apple = iPhone, iPad or Mac
page-how-apple-1 = Press “Subscribe” above.
page-how-apple-2 = When your device asks, press “Subscribe” again.
page-how-apple-3 = On a Mac, set “Auto-refresh” to “Every hour”.
page-how-apple-late = It looks for news every hour, or once a day on some phones. You can choose how often in its settings.
page-how-google = Google Calendar
page-how-google-1 = On a computer, press “Google Calendar” above. The app on your phone can't do this step.
page-how-google-2 = Press “Add”.
page-how-google-3 = It now shows on your phone too. If it doesn't, open the app's settings and switch it on.
page-how-google-late = It looks for news every 8 to 24 hours, and now and then it takes longer. Nobody can make it faster.
page-how-outlook = Outlook
page-how-outlook-1 = Press “Outlook.com” above. If your work or school gave you the account, press “Microsoft 365”.
page-how-outlook-2 = Check the name, then press “Import”.
page-how-outlook-3 = In the older Outlook program on a computer, press “Add calendar”, then “From internet”, and paste the address.
page-how-outlook-late = It looks for news about every 3 hours, but it can take more than a day. The older program on a computer can take a week.
page-how-thunderbird = Thunderbird
page-how-thunderbird-1 = Choose “New calendar”, then “On the network”.
page-how-thunderbird-2 = Paste the address above into “Location”. Leave the user name empty.
page-how-thunderbird-late = While it is open it looks for news every 30 minutes.
page-how-android = Android without Google
page-how-android-1 = Install the app ICSx5. It is on F-Droid and in the Play Store.
page-how-android-2 = Press “Subscribe” above, and choose ICSx5.
page-how-android-3 = The events then show in the calendar app that you use already.
page-how-android-late = You can choose how often it looks for news. Once a day is usual.
page-how-nextcloud = Nextcloud
page-how-nextcloud-1 = In its calendar, press “New calendar”, then “New subscription from link”.
page-how-nextcloud-2 = Paste the address above.
page-how-nextcloud-late = Some look for news every hour, others only once a week. Whoever runs it can change that.
page-how-late = Many calendars are some hours behind, some a day, and a few a week. If you replied with your email address, we write to you when something important changes.
page-own = Your own calendar
page-own-what = It shows what you said yes or maybe to. When an event changes, or you change your answer, it changes too.
page-own-subscribe = Put it in your calendar
page-own-private = This address is only for you. Anyone who has it can see where you are going.
page-own-new = Has someone else seen the address?
page-own-new-why = Then get a new one. The old address stops at once. We send the new one to your email address.
page-own-new-button = Give me a new address
page-own-new-done = We have sent you a new address
page-own-new-done-what = The old one has stopped. Please look in your email, and subscribe again with the new one.
page-own-off = Don't want it any more?
page-own-off-why = We then delete this calendar and the email address we keep for it. Your replies stay as they are. You can ask for a calendar again at any time.
page-own-off-button = Switch it off
page-own-off-done = Your calendar is switched off
page-own-off-done-what = We have deleted it. You can now take it out of your calendar program too.
page-own-stopped = This calendar has stopped
page-own-stopped-what = It has a new address, or it was switched off. Ask for it again on the page of your branch, under “Put us in your calendar”.
page-replaced = This address was replaced
page-replaced-what = Your branch has a new address for its members. Please ask your branch for it.

# The reply form

page-mistakes = There is a problem
page-form-title = { $heading } – { $title }
page-form-title-wrong = Error: { $heading } – { $title }
page-form-heading = Are you coming?
page-form-for = This is for { $when }.
page-form-other-date = Another date?
page-form-waiting = All places are taken. You can join the waiting list. If a place comes free, we write to you at once.
page-form-honey = Leave this empty
page-form-response = Your answer
page-form-going = I'm coming
page-form-maybe = Maybe
page-form-not-going = I can't come
page-form-attendance = How will you join?
page-form-in-person = In the room
page-form-online = Online
page-form-party = How many of you?
page-form-party-hint = Count yourself. { $most } at most.
page-form-optional = { $label } (optional)
page-form-name = Your name (optional)
page-form-email = Your email
page-form-email-optional = Your email (optional)
page-form-email-hint = Use your own address, not a work one: an employer may be able to read work email. With no email, we can't tell you if this moves.
page-form-email-hint-online = Use your own address, not a work one: an employer may be able to read work email. The link to join online comes by email. With no email, it can't reach you, and we can't tell you if this moves.
page-form-more = Coming with a branch or group? Anything to tell us?
page-form-organisation = Branch or group (optional)
page-form-organisation-hint = Nobody else sees this unless we ask you first.
page-form-banner = We are bringing a banner
page-form-message = Message (optional)
page-form-message-hint = A message of support, or something we should know.
page-form-access = What do you need to take part? (optional)
page-form-access-hint = Only our access lead sees this. We delete it on { $day }.
page-form-need = You don't have to give a name or email. “Coming, 3 of us” is enough.
page-form-need-one = You don't have to give a name or email. “I'm coming” is enough.
page-form-need-action = You don't have to give a name or email. “I'm taking part” is enough.
page-form-need-limited = Places are limited, so we need your email. A name is up to you.
page-form-keeps = If you give details, { $host } keeps them. Only the people organising this event see them. We delete them on { $day }. We don't pass them on unless the law makes us.
page-form-agree = By giving them I agree to this. I know it may show that I support a union.
page-form-send-going = I'll be there
page-form-send-maybe = Maybe
page-form-send-no = I can't come
page-form-send-any = Send my answer
page-form-send-waiting = Join the waiting list

# A day of action: people take part wherever they are

page-action-heading = What will you do?
page-action-open = Tell us what you will do on the day. You don't have to give your name.
page-action-button = Tell us what you will do
page-action-button-on = Tell us what you will do on { $day }
page-action-going = I'm taking part
page-action-not-going = I can't take part
page-action-send-going = Count me in
page-action-thanks-going = Thank you. You're taking part.
page-action-thanks-maybe = Thank you. We hope you can take part.

# After the reply

page-thanks-title = Your reply – { $title }
page-thanks-again = Thank you. Your reply is in already.
page-thanks-going = Thank you. You're on the list.
page-thanks-maybe = Thank you. We hope you can make it.
page-thanks-no = Thank you for telling us.
page-thanks-waiting = You're on the waiting list.
page-thanks-waiting-next = All places are taken for now. If a place comes free for all of you, we write to you at once.
page-thanks-letter = We have sent you a letter with everything you need. It is not there? Look in your junk folder.
page-thanks-no-letter = You gave no email, so we can't tell you if this moves. Please look at this page again before you set off.
page-thanks-no-link = The link to join online comes by email, so it can't reach you. To get it, take this reply back and send a new one with your email.
page-thanks-no-letter-to-say = It helps us plan. We have sent you a letter to say that we know.
page-thanks-before = Have you replied before with this email? Then your first answer still counts. To change it, press the link in the letter.
page-thanks-no-next = It helps us plan. There is nothing more to do.
page-thanks-keep = Keep this address
page-thanks-keep-why = With it you can change your reply, or take it back. It is only for you.
page-thanks-keep-open = Open my reply
page-plan = Make a plan
page-plan-why = People who make a plan are more likely to come. This stays on your screen: we don't see it.
page-plan-leave = I will leave at
page-plan-travel = I will travel by
page-plan-with = I will go with

# My reply

page-manage = Your reply
page-manage-going = You said: coming, { $people }.
page-manage-maybe = You said: maybe, { $people }.
page-manage-no = You said: can't come.
page-manage-action = You said: taking part.
page-manage-no-action = You said: can't take part.
page-manage-waiting = You are on the waiting list, { $people }.
page-manage-event = All about this event
page-manage-change = Change your answer
page-manage-save = Save my answer
page-manage-details = Your details
page-manage-deleted-on = We delete your reply on { $day }.
page-manage-send-why = We can send what we hold about you to the email you gave us.
page-manage-send = Send me what you hold about me
page-manage-delete-title = Delete your reply
page-manage-delete-warning = This deletes your answer, your place and your details at once. You can't get them back.
page-manage-delete-why = We then can't tell you if this moves. If our letters put it into your calendar, one last letter takes it out, and your email address goes when that has left.
page-manage-delete = Delete my reply now

# Stopping letters

page-stop = Stop reminders?
page-stop-what = We will not remind you of this event. You stay on the list, and we still write if it moves or is called off.
page-stop-what-online = We will not remind you of this event. You stay on the list. We still send you the link to join, and write if it moves or is called off.
page-stop-what-maybe = We will not remind you of this event. We keep your reply, and we still write if it moves or is called off.
page-stop-button = Stop reminders
page-stopped = Reminders are stopped
page-stopped-what = You are still on the list.
page-stopped-what-maybe = We keep your reply.
page-stopped-more = If this moves or is called off, we still write to you. You can stop those letters too.
page-stopped-more-online = We still send you the link to join. If this moves or is called off, we still write to you. You can stop those letters too.
page-stop-those-too = Stop those too
page-stopped-all = All letters are stopped
page-stopped-all-what-online = We will not write to you about this event again, so the link to join will not reach you. You are still on the list. To get the link, ask the organisers.
page-stopped-all-what = We will not write to you about this event again. You are still on the list. Please look at its page before you set off.
page-stopped-all-what-maybe = We will not write to you about this event again. Please look at its page before you set off.
page-not-you = Was this not you?
page-not-you-what = Someone may have typed your address by mistake. We can remove the reply and delete your address. For a year, { $host } will then send you no more letters, about this or any other event.
page-not-you-button = Remove the reply
page-not-you-done = It is removed
page-not-you-done-what = The reply and your address are deleted. If it is in your calendar, please delete it there: we write to you no more. Sorry to have bothered you.

# When something is wrong

page-not-found = We can't find this page
page-not-found-what = The address may be wrong, or the page has gone.
page-not-found-ask = If you followed a link, please ask whoever sent it to you.
page-no-date = There is nothing on that day
page-no-date-what = This event is on another day. Its page says when.
page-no-date-link = See when it is
page-unreadable-date = We can't read that date
page-unreadable-date-what = The address should end with a day like { $day }.
page-unreadable-month = We can't read that month
page-unreadable-month-what = The address should end with a month like { $month }.
page-gone = This has been deleted
page-gone-what = We keep replies for a short time only. This one is gone, with everything in it.
page-too-many = Too many replies at once
page-too-many-what = A lot of replies came from your network just now. Please try again in ten minutes.
page-too-long = That was too long
page-too-long-what = Please go back and make it shorter.
page-broken = Sorry, something went wrong
page-broken-what = It is our fault, not yours. Please try again in a few minutes.
page-wrong = We can't do this
page-wrong-what = Please go back and try again.

# How we look after your details

page-details-title = How { $host } looks after your details
page-details-lede = We ask for little, we show it to few, and we delete it soon.
page-details-who = Who holds them
page-details-who-1 = { $host } holds what you tell us. Only the people organising an event see its replies. Only the access lead sees what you need to take part.
page-details-who-2 = Nobody else gets them, unless the law makes us. Nothing you type is shown in public unless we ask you first.
page-details-what = What we keep
page-details-what-1 = Your answer and how many of you come. If you give them: your name, email, branch or group, message, what you need to take part, and your answers to our questions.
page-details-what-2 = When you sent it, and the words you agreed to. By giving details you agree that we keep them. That may show that you support a union.
page-details-what-3 = We keep no address of your phone or computer, set no cookies, and don't check if you opened our letters.
page-details-long = How long
page-details-long-1 = Each reply form says the day on which we delete your reply. For most events it is 14 days after.
page-details-long-2 = We delete what you need to take part 3 days after the event.
page-details-long-3 = Your details are locked with a key of their own. When the day comes the key is destroyed, so old copies can't be read either. We keep only how many people came.
page-details-you = What you can do
page-details-you-1 = Your letter has a link to your reply. There you can change it, have it deleted at once, or have us send you what we hold.
page-details-you-2 = You can take your agreement back at any time. Delete your reply, and it is done.
page-details-you-3 = Not happy? Tell us, and a person answers. You can also complain to the Information Commissioner's Office.
page-details-limits = What we can't do
page-details-limits-1 = Letters go by email. Your email provider can read them, and so may your employer if it is a work address.
page-details-limits-2 = If you share your calendar, people there may see the event in it.

# What changed

page-history-cancelled = { $day }: called off.
page-history-postponed = { $day }: postponed.
page-history-suspended = { $day }: paused.
page-history-on-again = { $day }: it is on again.
page-history-moved = { $day }: moved from { $from } to { $to }.
page-history-place = { $day }: the place changed from { $from } to { $to }.
page-history-room = { $day }: the room changed from { $from } to { $to }.
page-history-room-set = { $day }: the room is { $to }.
page-history-no-room = { $day }: no room is set any more.
page-history-spot = { $day }: the meeting point changed from “{ $from }” to “{ $to }”.
page-history-spot-set = { $day }: the meeting point is “{ $to }”.
page-history-no-spot = { $day }: there is no meeting point any more.

# What is wrong with a reply

page-wrong-response = Choose if you are coming
page-wrong-attendance = Choose how you will join
page-wrong-email-needed = Type your email: places are limited
page-wrong-email = Type an email like name@example.org
page-wrong-number = Type how many you are, as a number
page-wrong-party = Type a number from 1 to { $most }
page-wrong-too-long = That is too long. Please make it shorter
page-wrong-characters = There was a hidden character in this. We have taken it out. Please look it over and press the button again
page-wrong-question = Please answer: { $question }
page-wrong-field = Please look at this again
page-wrong-full = There are not enough places left
page-wrong-closed = We are not taking replies at the moment
page-wrong-no-room = There are not enough places free. Nothing has changed
page-wrong-forgotten = We have deleted your details. Please send a new reply
page-wrong-no-address = You gave us no email, so we can't write to you
page-wrong-too-old = This form was open for too long. Nothing you typed is lost. Please press the button again
page-wrong-too-fast = That was very quick, so we ask you to make sure. Please press the button again
page-wrong-not-now = We can't keep anything at the moment, so your answer is not saved yet. It is still below: please press the button again in a few minutes
page-wrong-again = Please look it over and press the button again
page-manage-saved = Your answer is saved.
page-manage-sent = We have sent it to the email you gave us.
page-deleted = Your reply is deleted
page-deleted-what = Everything in it is gone. If our letters put it into your calendar, one last letter takes it out. If you still come, you are welcome.

# What our letters say. The reader is tired, on a phone, perhaps at work.

## Labels: capitals in the text, bold in the HTML

letter-label-what = What
letter-label-when = When
letter-label-where = Where
letter-label-bring = Bring
letter-label-way = How to get there
letter-label-change = Can't come after all, or bringing more people?
letter-label-cannot-come = Can't come after all?
letter-label-know-now = Do you know now if you are coming?
letter-label-calendar = Calendar
letter-label-join = Join
letter-label-dial-in = Phone

## What a link says in the HTML, where the text shows the address

letter-link-manage = Change your reply
letter-link-public = The page to share
letter-link-calendar = Add it to your calendar
letter-calendar-or = Or put it straight into one of these:
letter-calendar-follow = Or subscribe to it on an iPhone or a Mac. Its changes then come by themselves:
letter-calendar-follow-all = Or subscribe to all its dates on an iPhone or a Mac. Changes then come by themselves:
letter-calendar-apple = iPhone or Mac
letter-calendar-google = Google Calendar
letter-calendar-outlook = Outlook.com
letter-calendar-office = Microsoft 365
letter-link-not-you = It was not me
letter-link-join = Join online

## Facts

letter-online = Online
letter-online-by = Online ({ $platform })
letter-place-told-on-the-day = We will tell you the place on the day.
letter-place-told-on-the-day-in = { $area }. We will tell you the exact place on the day.
letter-place-not-known = The place is not known yet. We will write when it is.
letter-place-not-known-in = { $area }. The exact place is not known yet. We will write when it is.
letter-place-was-not-known = The place was not known yet.
letter-answer-going = coming
letter-answer-going-in-person = coming in person
letter-answer-going-online = joining online
letter-answer-maybe = maybe
letter-answer-cannot = can't come
letter-way-from = From { $from }
letter-way-by-from = { $travel }, from { $from }
letter-way = { $way }: { $about }.
letter-way-alone = { $way }.
letter-closed = Closed: { $what }.
letter-closed-until = Closed: { $what }, until { $day }.
letter-access = Access: { $statement }
letter-access-unknown = Access: not checked yet.
letter-access-with-place = we tell you with the exact place
letter-access-ask = Ask { $contact }.
letter-meeting = { $meeting } starts at { $time }, so please be there for { $start }.
letter-lost-on-the-day = Lost or late on the day? Call or text { $phone }.
letter-poor-signal = Signal can be poor in a crowd. Take a screenshot of this now.
letter-link-comes = Joining online? Your link comes { $before } we start.
letter-your-link-comes = Your link to join comes { $before } we start.
letter-link-is-private = This link is private. Please don't pass it on.

## About a reply

letter-subject-your-reply = { $when }: your reply
letter-thank-you = Thank you. Your reply is in. Everything you need is below.
letter-you-said = You said: { $answer }.
letter-tell-us = Tell us here. It helps us plan:
letter-only-for-you-alone = This link is only for you.
letter-only-for-you-bring-a-friend = This link is only for you. To bring a friend, send them this one:
letter-only-for-you-a-friend-replies = This link is only for you. If a friend wants to come too, send them this one:
letter-press-accept = Press Accept on the invitation with this message, or use this link:
letter-press-maybe = The invitation with this message says maybe, as you did. Press Maybe or Tentative on it, or nothing. If you press Accept, you tell us that you are coming. Or use this link:
letter-shared-calendar = If you share a calendar at work, people there may see it.
letter-write-again = We will write again { $reminders }. If it moves or is called off, we will write at once.
letter-write-at-once = If it moves or is called off, we will write at once.
letter-write-again-maybe = We will write again { $reminders }, with anything that has changed. If that would be too late, or if it is called off or put off, we will write at once.
letter-delete-on = We delete your reply on { $day }.
letter-not-you = Did you not reply? Someone may have typed your address by mistake.
letter-stop-messages = Stop these messages:
letter-foot = { $organiser }. If you reply to this message, a person reads it.

## A day of action: people take part wherever they are

letter-action-answer = taking part
letter-action-answer-cannot = can't take part
letter-action-label-change = Can't take part after all?
letter-action-label-know-now = Do you know now if you are taking part?
letter-action-only-for-you = This link is only for you. To ask a friend to take part, send them this one:
letter-action-subject-reminder = { $when }: all you need
letter-action-are-you = Are you taking part? Please tell us yes or no, it helps us plan:
letter-action-still = Still taking part? There is nothing to do.
letter-action-cannot-any-more = Can't take part? Please tell us, it helps us plan:
letter-action-said-cannot = You said you can't take part. Thank you for telling us: it helps us plan.
letter-action-after-all = Can you take part after all? Tell us here:
letter-action-postponed = This is postponed. We don't know the new date yet.
letter-action-suspended = This is paused for now.
letter-action-cancelled = This is called off.
letter-action-can-you-still = You said you would take part. Can you still?
letter-action-you-said-maybe = You said maybe. Can you take part?

## Waiting for a place

letter-subject-waiting = { $when }: waiting list
letter-waiting = Thank you. Your reply is in. All places are taken, so you are on the waiting list. Please don't come unless we write that you have a place.
letter-waiting-we-write = { $people ->
    [one] If a place comes free, we will write at once.
   *[other] If there is room for all { $people } of you, we will write at once.
}
letter-label-no-longer-waiting = Don't want to wait?
letter-tell-us-waiting = Tell us here. Someone else can have your turn:
letter-subject-place-found = { $when }: you have a place
letter-place-found = { $people ->
    [one] Good news: you have a place. Everything you need is below.
   *[other] Good news: there is room for all { $people } of you. Everything you need is below.
}
letter-others-wait = If you can't come, please tell us soon: somebody else may be waiting.

## A second answer, a changed one, none at all

letter-second-answer = Someone replied again with your address. Perhaps it was you. We have changed nothing.
letter-label-first = First
letter-label-second = Second
letter-first-is-right = Is the first answer right? There is nothing to do.
letter-second-is-right = Is the second one right? Tell us here:
letter-only-for-you = (only for you)
letter-changed = Thank you. We have changed your reply. Everything you need is below.
letter-you-said-before = You said: { $answer }.
letter-you-say-now = You now say: { $answer }.
letter-cannot = You said you can't come. Thank you for telling us: it helps us plan.
letter-withdrew = You are off the list. Thank you for telling us: it helps us plan.
letter-last-letter = This is our last message about it. We delete your details within 24 hours.
letter-deleted = We have deleted your reply, as you asked.
letter-last-letter-deleted = This is our last message about it. We delete your email address when it has left.
letter-entry-out = The entry with this message takes it out of your calendar.
letter-entry-delete = If you added it yourself, please delete it.
letter-after-all = Can you come after all? Tell us here:
letter-link-reply-again = Reply again
letter-withdrew-not-you = Was this not you? Someone may have used your link. Please reply again on the page above.

## An answer from a calendar that could not be taken

letter-not-taken-changed = We could not take the answer from your calendar. This has changed since the invitation that you answered.
letter-not-taken-unclear = We could not take the answer from your calendar. It does not say which of our invitations it answers.
letter-not-taken-places = We could not take the answer from your calendar. There are not enough places.
letter-not-taken-closed = We could not take the answer from your calendar. Replies are closed.
letter-not-taken-not-on = So we could not take the answer from your calendar.
letter-not-taken-still = We have changed nothing. Your reply is still:
letter-not-taken-tell-us = Please look at it here, and tell us if it is not right:

## What somebody wrote, passed on to the event's contact

letter-subject-passed-on = { $when }: a message for you
letter-passed-on = Someone who replied has written to you. Answer this message, and your answer goes to them.
letter-label-from = From
letter-label-subject = Subject
letter-passed-on-other-address = It did not come from the address that they replied with.
letter-passed-on-cut = It was longer. We have cut it off here.
letter-passed-on-quoted = We have cut off the message that they quoted. There may be words of theirs in it. Ask them if something seems to be missing.
letter-proposes = They propose another time: { $when }.
letter-passed-on-files = Files came with it. We do not pass on files.

letter-subject-not-passed-on = { $when }: your message
letter-not-passed-on = We could not pass on what you wrote. Nobody has read it.
letter-not-passed-on-nobody = The organisers have no email that works at the moment.
letter-not-passed-on-too-many = You have sent many messages today. We pass on ten in a day. Please write again tomorrow.
letter-not-passed-on-untold = It stood in or below a copy of our message, and we could not tell your words from ours. Please write again, above our message.
letter-not-passed-on-write = Or write to them: { $email }
letter-not-passed-on-call = You can call them: { $phone }
letter-not-passed-on-reply = Has your answer changed? Tell us here:

## Before it starts

letter-subject-reminder = { $when }: how to get there
letter-subject-reminder-no-way = { $when }: where and when
letter-subject-reminder-online = { $when }: how to join
letter-today = Today
letter-tomorrow = Tomorrow
letter-opening-today = Today. Here is all you need.
letter-opening-today-at = Today at { $time }. Here is all you need.
letter-opening-tomorrow = Tomorrow. Here is all you need.
letter-opening-tomorrow-at = Tomorrow at { $time }. Here is all you need.
letter-opening-in-days = In { $days } days: { $when }. Here is all you need.
letter-lost = Lost or late? Call or text { $phone }.
letter-are-you-coming = Are you coming? Please tell us yes or no, it helps us plan:
letter-still-coming = Still coming? There is nothing to do.
letter-cannot-come = Can't come? Please tell us, it helps us plan:
letter-stop-reminders = Stop reminders for this event:
letter-link-stop = Stop reminders
letter-subject-joining = { $when }: your link to join
letter-joining = { $when }. Here is your link to join.

## What changed

letter-subject-moved = Changed: now { $when }
letter-subject-moved-and = Changed: now { $when }, { $what }
letter-subject-new = Changed: { $when }, { $what }
letter-a-new-place = new place
letter-a-new-room = new room
letter-a-new-spot = new meeting point
letter-a-known-place = the place is now known
letter-no-room-now = no room set
letter-no-spot-now = no meeting point
letter-subject-new-times = Changed: { $when }, new times
letter-subject-mode = Changed: { $when }, now { $mode }
letter-subject-postponed = Postponed: { $when }
letter-subject-suspended = Paused: { $when }
letter-subject-on-again = On again: { $when }
letter-subject-cancelled = Called off: { $when }
letter-the-day = the day
letter-the-time = the time
letter-the-place = the place
letter-the-room = the room
letter-the-spot = the meeting point
letter-the-mode = the way to take part
letter-things-changed = { $count ->
    [one] { $things } has changed.
   *[other] { $things } have changed.
}
letter-place-now-known = The place is now known.
letter-something-changed = Something has changed.
letter-postponed = This is postponed. Please don't come on that day. We don't know the new date yet.
letter-suspended = This is paused for now. Please don't come on that day.
letter-cancelled = This is called off. Please don't come.
letter-on-again = This is on again.
letter-on-again-as-it-was = This is on again, as it was.
letter-label-was = It was
letter-label-is-now = It is now
letter-same-place = Same place: { $place }
letter-new-place = NEW PLACE: { $place }
letter-new-room = NEW ROOM: { $room }
letter-no-room = No room is set any more.
letter-new-spot = NEW MEETING POINT: { $spot }
letter-no-spot = There is no meeting point any more: come straight to the place.
letter-take-part = You can take part { $mode }.
letter-mode-in-person = in person
letter-mode-online = online
letter-mode-hybrid = in person or online
letter-organisers-say = From the organisers: { $words }
letter-can-you-still = You said you would come. Can you still?
letter-you-wait = You are on the waiting list. Do you still want a place?
letter-you-said-maybe = You said maybe. Can you come?
letter-yes-or-no = Tell us yes or no here:
letter-keep-on-the-list = If we don't hear from you, we will keep you on the list.
letter-we-keep-your-reply = We keep your reply and will write when we know more. To leave the list:
letter-entry-replaces = The entry with this message replaces the old one.
letter-entry-waits = The entry with this message says that you are on the waiting list.
letter-entry-unsure = The entry with this message marks it as not certain.
letter-entry-delete-and-use = If you added it yourself, delete the old entry and use this:
letter-subscribed-calendar = A calendar you subscribe to may show the old time for a day. This message is right.
letter-label-new-way = New way to get there
letter-please-bring = Please bring: { $things }
letter-same-way = The way there is the same.
letter-same-way-to = The way to { $place } is the same.
letter-tell-your-friends = Please tell anyone you are bringing.
letter-now-delete-on = We now delete your reply on { $day }.

## Numbers for the event's contact

letter-subject-digest = { $when }: your numbers
letter-replies = { $replies ->
    [one] { $replies } reply
   *[other] { $replies } replies
}
letter-access-needs = { $needs ->
    [one] { $needs } access need
   *[other] { $needs } access needs
}
letter-since-yesterday = Since yesterday: { $replies }, { $people }.
letter-since-yesterday-with-needs = Since yesterday: { $replies }, { $people }, { $needs }.
letter-so-far = So far: { $coming } coming.
letter-so-far-and-waiting = So far: { $coming } coming, { $waiting } waiting.
letter-see-more = See more here:
letter-link-see-more = See more

## Replies that will soon be deleted, to the event's contact

letter-subject-deletion-warning = { $when }: we delete the replies on { $day }
letter-still-postponed = This is still postponed.
letter-still-suspended = This is still paused.
letter-soon-deleted = { $replies ->
    [one] On { $day } we delete the name and address of the one person who replied. After that, nobody can write to them any more.
   *[other] On { $day } we delete the names and addresses of the { $replies } people who replied. After that, nobody can write to them any more.
}
letter-take-up-or-call-off = To keep them, take it up again with a new date before that day. If it is not coming back, call it off: then we tell the people who replied, and delete their replies 7 days later.

## What we hold

letter-subject-what-we-hold = { $when }: what we hold about you
letter-what-we-hold = You asked what we hold about your reply. It is all below. We sent it only to the address that came with the reply.
letter-label-answer = Answer
letter-label-replied = Replied on
letter-label-name = Name
letter-label-email = Email
letter-label-organisation = Organisation
letter-label-banner = Banner
letter-label-message = Message
letter-label-access-needs = Access needs
letter-label-wording = What we told you about your details
letter-wording-elsewhere = Your reply came by another site. What you agreed to stood there.
letter-question-gone = A question that we no longer ask
letter-yes = yes
letter-delete-needs-on = We delete this on { $day }.
letter-delete-now = To delete it now:

## A test

letter-subject-mail-test = Test message from { $address }
letter-mail-test = This is a test. It arrived, so mail works.
letter-mail-test-from = It was sent by Convenor at:

## The address of a person's own calendar

letter-subject-personal-calendar = { $organisation }: your own calendar
letter-personal-calendar = Here is your own calendar. It shows what you said yes or maybe to, and it changes when those events change.
letter-personal-tap = On an iPhone, an iPad or a Mac, press this:
letter-link-personal-tap = Add my calendar
letter-personal-paste = In any other calendar, subscribe to this address:
letter-personal-how = How to do that, step by step:
letter-link-personal-how = How to subscribe
letter-personal-private = This address is only for you. Anyone who has it can see where you are going.
letter-personal-late = Many calendars are some hours behind, some a day, and a few a week. If something important changes, we also write to you.
letter-label-personal-change = Want a new address, or no calendar any more?
letter-personal-change = You can change that here:
letter-link-personal-change = Change or switch off
letter-personal-kept = We keep your email address for this calendar, and for nothing else. We delete it when you have no replies with us any more and nobody has looked at the calendar for 90 days.
letter-personal-not-you = Did you not ask for this? Someone may have typed your address by mistake. You don't need to do anything.

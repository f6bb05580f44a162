# Days, times, lengths and lists.

date-weekday = { $number ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
date-month = { $number ->
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
}
date-with-year = { $weekday } { $day } { $month } { $year }
date-without-year = { $weekday } { $day } { $month }
date-day-and-time = { $day }, { $time }
date-around = around { $time }
date-all-day = { $day }, all day
date-range = { $from } to { $to }
date-no-fixed-end = { $when }, no fixed end

date-midnight = midnight
date-midday = midday
date-hour-am = { $hour }am
date-hour-pm = { $hour }pm
date-minute-am = { $hour }:{ $minute }am
date-minute-pm = { $hour }:{ $minute }pm

date-minutes = { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}
date-hours = { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}
date-days-before = { $days ->
    [0] on the day
    [1] the day before
   *[other] { $days } days before
}
date-span-before = { $span } before

date-people = { $people ->
    [one] { $people } person
   *[other] { $people } people
}

date-list-comma = { $first }, { $next }
date-list-and = { $first } and { $last }

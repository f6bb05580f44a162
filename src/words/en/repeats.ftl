# How an event repeats. What comes out stands within a sentence: "It takes place every Monday until Friday 12 July 2024."

repeats-daily = { $interval ->
    [1] every day
    [2] every second day
   *[other] every { $interval } days
}
repeats-weekly-on-one-day = { $interval ->
    [1] every { $day }
    [2] every second { $day }
   *[other] every { $interval } weeks on { $day }
}
repeats-weekly = { $interval ->
    [1] every { $days }
    [2] every second week on { $days }
   *[other] every { $interval } weeks on { $days }
}
repeats-monthly = { $interval ->
    [1] on { $days } of each month
    [2] on { $days } of every second month
   *[other] on { $days } of every { $interval } months
}
repeats-in-months = on { $days } of { $months }
repeats-yearly = { $interval ->
    [1] on { $days } each year
    [2] on { $days } every second year
   *[other] on { $days } every { $interval } years
}
repeats-days-of-months = { $days } of { $months }
repeats-day-of-year = { $day } { $month }

repeats-nth-day = { $nth ->
    [first] the first { $day }
    [second] the second { $day }
    [third] the third { $day }
    [fourth] the fourth { $day }
    [fifth] the fifth { $day }
   *[last] the last { $day }
}
repeats-day-of-month = { $day ->
    [1] the 1st
    [2] the 2nd
    [3] the 3rd
    [21] the 21st
    [22] the 22nd
    [23] the 23rd
    [31] the 31st
   *[other] the { $day }th
}
repeats-last-day = the last day
repeats-first-working-day = the first working day
repeats-last-working-day = the last working day

repeats-on-dates = { $dates ->
    [one] on { $dates } date
   *[other] on { $dates } dates
}
repeats-on-listed-dates = on the dates listed

repeats-until = { $rule } until { $day }
repeats-times = { $times ->
    [one] { $rule }, once
   *[other] { $rule }, { $times } times
}
repeats-not-on-bank-holidays = { $rule }, not on bank holidays

# What a kind of event asks who replies.

question-lobby-part = Where would you like to be?
choice-lobby-outside = Outside, with everyone
choice-lobby-gallery = In the public gallery
choice-lobby-deputation = In the deputation

question-picket-side = Are you picketing or supporting?
choice-picket-own = Picketing at my own place of work
choice-picket-supporting = Supporting nearby

question-march-part = How are you taking part?
choice-march-coming = Coming along
choice-march-steward = I can be a steward
choice-march-coach = I need a seat on a coach

question-member = I am a member
question-pledge-area = Which part of town is this in?
question-pledge-action = What will you do?

# What kinds of event and ways of travelling are called.

kind-lobby = Lobby
kind-picket = Picket
kind-rally = Rally
kind-march = March
kind-hand-in = Letter hand-in
kind-annual-general-meeting = Annual general meeting
kind-branch-meeting = Branch meeting
kind-meeting = Meeting
kind-day-of-action = Day of action
kind-training = Training
kind-stall = Stall
kind-social = Social
kind-other = Event

travel-walk = On foot
travel-bus = By bus
travel-tube = By tube
travel-train = By train
travel-tram = By tram
travel-cycle = By bike
travel-car = By car
travel-step-free = The way without steps

room-numbered = Room { $room }

# A day of action without a place

place-anywhere = Wherever you are

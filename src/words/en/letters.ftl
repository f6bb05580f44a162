# What our letters say.

# What our pages say.

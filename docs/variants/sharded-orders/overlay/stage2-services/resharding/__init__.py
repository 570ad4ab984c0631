"""Moves the slots that a new shard takes from the others, while buyers buy, by what `make move` is
made of: notes of changed rows, followers, marks for old rows, a fence, and a holder with an epoch.

sets       which slots move together, and the databases
rows       the rows of such a set, from one shard to another
fences     who may write the rows of a set, in both databases
prepare    migrates all shards, and fences them
moving     moves one set            __main__   moves all of them
"""

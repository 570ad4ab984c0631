"""The shop is killed, and its provider with it; after each time the books must balance.

    python -m tests.faults --what shop --db sqlite --kills 100

__main__  what can be asked for          runs      many rounds, in slices that can be resumed
site      a stage that runs, to be hurt  kills     one round: load, SIGKILL, rest, books
load      customers and a clerk          promises  what they were told, looked up again
insist    a client that sends again      code      the crash points that the code has
points    one round: die at a point      acts_*    how each point is reached
troubles  the provider misbehaves, and the shop is not even killed
"""

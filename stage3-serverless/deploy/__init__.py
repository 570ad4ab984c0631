"""Builds the artefact of stage 3 and deploys it to the local AWS or the real one."""

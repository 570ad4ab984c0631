"""Makes the artefact of stage 3 and puts it on an AWS: the local one, or the real one."""

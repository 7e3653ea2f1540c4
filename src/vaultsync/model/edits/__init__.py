"""The edits of a note: each plans, writes nothing, and gives none where there is nothing to do."""

"""Links: where they lead, who links to whom, how one is written."""

"""git, through its program; the one home of GitPython. Writing will stand beside `repository`."""

package tracker

// CheckName refuses what can't be a supporter's name or alias.
func CheckName(name string) error { return checkName(name) }

// CheckText refuses what doesn't print as one line of at most so many characters; what names it in the refusal.
func CheckText(what, s string, limit int) error { return checkText(what, s, limit) }

// CheckSource refuses what isn't a web address.
func CheckSource(source string) error { return checkSource(source) }

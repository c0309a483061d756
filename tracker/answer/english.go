package answer

import "strings"

// english is the grammar of English: "the" stands before the names of calls and most groups, and of some countries.
type english struct{}

func (english) forms() []string { return []string{"the"} }

func (english) form(_, name string, is noun) string {
	first, _, more := strings.Cut(name, " ")
	last := name[strings.LastIndex(name, " ")+1:]
	article := false
	switch is {
	case aCall:
		article = true
	case aGroup:
		letters := len(name) <= len("GCC") || name == "OECD" || name == "OSCE" // which are read one by one
		article = more || letters || strings.ToUpper(name) != name && name != "Mercosur"
	case aRegion:
		article = strings.HasSuffix(last, "s") && last != "Americas" || first == "Middle" || last == "Gulf" || last == "Caribbean" && !more
	case aCountry:
		switch last {
		case "States", "Kingdom", "Republic", "Netherlands", "Philippines", "Maldives", "Bahamas", "Comoros", "Seychelles", "Gambia",
			"Emirates", "Islands", "Territory", "Territories", "Territories)", "See":
			article = true
		}
		article = article || first == "Isle" || strings.HasPrefix(name, "Republic of ") || strings.HasPrefix(name, "Democratic Republic of ")
	}
	if article && first != "The" && first != "the" {
		return "the " + name
	}
	return name
}

func (english) several(string) bool { return false }

func (english) typography(text string) string { return text }

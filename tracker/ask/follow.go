package ask

import (
	"slices"
	"strings"
)

// mostFollowing is how many words a question has at most that goes on from the one before.
const mostFollowing = 8

// follow changes the line that was answered before by what a short question says: another place, class, time, or verb.
func (q *question) follow(context string, parts []part) (string, bool) {
	words := strings.Fields(context)
	if len(words) == 0 || len(parts) == 0 {
		return "", false
	}
	if last := parts[len(parts)-1]; last.spans[len(last.spans)-1].to-parts[0].spans[0].from > mostFollowing {
		return "", false
	}
	verb, rest := words[0], words[1:]
	replace := func(key, value string) {
		at := slices.IndexFunc(rest, func(w string) bool { return strings.HasPrefix(w, key) })
		if at < 0 {
			rest = append(rest, value)
		} else {
			rest[at] = value
		}
	}
	changed, named := false, false
	var spans []*span
	for _, p := range parts {
		spans = append(spans, p.spans...)
	}
	for _, s := range spans {
		switch {
		case verb == "who" && somebody(s):
			name := plain(q.nameOf(s.alts[0]))
			if named {
				name = rest[0] + ", " + name
			}
			rest, named, changed = []string{name}, true, true
		case s.is(Country, "") && (verb == "count" || verb == "list"):
			replace("country:", "country:"+strings.TrimSuffix(value(s, Country), " people"))
			changed = true
		case s.is(Group, ""):
			replace("in:", "in:"+value(s, Group))
			changed = true
		case s.is(Class, ""):
			c := value(s, Class)
			if verb == "who" || c == "supporter" {
				return "", false
			}
			rest = slices.DeleteFunc(rest, func(w string) bool { return !strings.Contains(w, ":") || strings.HasPrefix(w, "kind:") })
			rest, changed = append([]string{c}, rest...), true
		case s.when.from != "":
			if verb == "changes" || verb == "figures" {
				replace("on:", "on:"+s.when.String())
			} else {
				replace("as-of:", "as-of:"+s.when.to)
			}
			changed = true
		case s.is(Ask, "who") || s.is(Ask, "which") || s.is(Ask, "list"):
			if verb != "count" {
				return "", false
			}
			verb, changed = "list", true
		case s.is(Ask, "count"):
			if verb != "list" {
				return "", false
			}
			verb, changed = "count", true
		case s.is(Field, ""), s.is(Ask, "when"):
			if verb != "who" {
				return "", false
			}
			f := value(s, Field)
			if f == "" {
				f = "when"
			}
			rest, changed = append(rest, f), true
		case s.is(Filler, ""), s.is(Op, "and"), s.is(Op, "only"), s.is(Prep, ""), s.is(Pred, "sign"):
		default:
			return "", false
		}
	}
	return strings.Join(append([]string{verb}, rest...), " "), changed
}

// value is what a span stands for in a role.
func value(s *span, role Role) string {
	for _, a := range s.alts {
		if a.role == role {
			return a.value
		}
	}
	return ""
}

package answer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// French tells answers in French. States are called by their French names; notes, claims and other texts of the data are
// in English and are introduced as such. A no-break space stands before : ; ! ? and % and inside « », a narrow one
// between thousands.
//
// Nothing is known of an organisation's gender, so no sentence has a participle that would agree with it. A removal from
// the list is a “suppression”, as “retrait” is the supporter's own act.
type French struct{}

// Lang is the language's ISO 639-1 code.
func (French) Lang() string { return "fr" }

// Status tells whether somebody is on the roll, and what is known of it.
func (w French) Status(a *Answer) (string, []string) {
	switch a.Kind { // one of several that were asked about
	case Ambiguous:
		return w.Ambiguous(a)
	case Missing:
		return w.Missing(a)
	}
	call := w.of(w.call(a.Call))
	who := w.subject(a)
	verb := w.agree(who, "ne figure pas", "ne figurent pas")
	if a.past() {
		verb, call = w.agree(who, "ne figurait pas", "ne figuraient pas"), call+" au "+w.day(a.AsOf)
	}
	switch a.Status {
	case NotListed:
		if a.Group != nil {
			members, lines := w.Missing(a)
			return fmt.Sprintf("%s %s pas en son nom propre sur la liste %s.", capital(who), w.agree(who, "ne figure", "ne figurent"), call), append([]string{members}, lines...)
		}
		return fmt.Sprintf("%s %s sur la liste %s.", capital(who), verb, call), w.fromThere(a)
	case Announced:
		said := map[string]string{"announced": "même si sa signature a été annoncée", "expected": "même si sa signature était attendue", "self_declared": "même si un soutien est revendiqué"}
		return fmt.Sprintf("%s %s sur la liste %s, %s.", capital(who), verb, call, cmp.Or(said[a.Claims[0].Standing], "même si un soutien est évoqué ailleurs")),
			append(w.claims(a), w.fromThere(a)...)
	case UnknownName:
		lines := []string{"Cela ne dit pas que la signature manque\u00a0: l'entrée peut porter un autre nom."}
		switch len(a.Candidates) {
		case 0:
		case 1:
			lines = append(lines, "Le nom le plus proche est "+a.Candidates[0]+".")
		default:
			lines = append(lines, "Les noms les plus proches sont "+w.list(a.Candidates)+".")
		}
		return fmt.Sprintf("Je ne connais aucun soutien du nom de %s.", w.quote(a.Subject)), lines
	}
	s := a.Supporters[0].Whole
	what := w.what(s)
	switch a.Status {
	case tracker.Withdrawn:
		return fmt.Sprintf("%s (%s) %s %s\u00a0; %s sortie de la liste date du %s.", capital(who), what, w.agree(who, "a quitté", "ont quitté"),
				w.call(a.Call), w.agree(who, "sa", "leur"), w.day(s.Left.On)),
			append(w.facts(a, s), "Source du retrait\u00a0: "+s.Left.Source)
	case tracker.Merged:
		return fmt.Sprintf("L'entrée %s (%s) ne figure plus sur la liste depuis le %s\u00a0: fusion avec %s, qui demeure.", w.quote(w.name(s)), what, w.day(s.Left.On), w.name(a.Book.Supporter(s.Left.Into))),
			append(w.facts(a, s), "Source de la fusion\u00a0: "+s.Left.Source)
	case tracker.Removed:
		return fmt.Sprintf("L'entrée %s (%s) a été supprimée de la liste le %s\u00a0: %s.", w.quote(w.name(s)), what, w.day(s.Left.On), w.reason(s.Left.Reason)),
			append(w.facts(a, s), "Ce n'est pas un retrait.", "Source de la suppression\u00a0: "+s.Left.Source)
	}
	lines := append(w.others(a), w.facts(a, s)...)
	if a.Group != nil {
		lines = append(lines, fmt.Sprintf("De ses %s, %s.", w.number(len(a.Group.Members), "membre", "membres"),
			w.number(a.Signed, "figure sur la liste en tant qu'État", "figurent sur la liste en tant qu'États")))
	}
	figures := w.figures(who)
	if a.past() {
		figures = w.agree(who, "figurait", "figuraient")
	}
	return fmt.Sprintf("%s %s sur la liste %s, en tant qu'%s.", capital(who), figures, call, what), lines
}

// others tells who else can be taken for somebody: near namesakes on the list, and what bears the same name elsewhere.
func (w French) others(a *Answer) (lines []string) {
	for _, s := range a.Supporters[1:] {
		lines = append(lines, w.name(s.Whole)+" figure aussi sur la liste\u00a0; c'est peut-être le même soutien.")
	}
	if other := names.Homonym(a.Homonym, w.Lang()); other != "" {
		lines = append(lines, "À ne pas confondre avec "+other+".")
	}
	return lines
}

// subject is whom a Status is about: a country or a group with its article, and else as it is called.
func (w French) subject(a *Answer) string {
	switch {
	case a.Country != "":
		return w.the(w.country(a.Country))
	case a.Group != nil: // as a body
		return w.group(a.Group)
	case len(a.Supporters) > 0:
		return w.theName(a.Supporters[0].Whole)
	}
	return a.Subject
}

// fromThere tells of supporters from a country whose state isn't on the roll.
func (w French) fromThere(a *Answer) []string {
	if a.FromCountry == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%s sur la liste\u00a0; l'État n'y figure pas.", w.number(a.FromCountry, "soutien de ce pays figure", "soutiens de ce pays figurent"))}
}

// Detail tells one thing about somebody on the roll first, and then the rest.
func (w French) Detail(a *Answer) (string, []string) {
	if len(a.Supporters) == 0 || a.Supporters[0].Status != tracker.Listed {
		return w.Status(a)
	}
	s := a.Supporters[0].Whole
	who := w.subject(a)
	status, facts := w.Status(a)
	var told []string
	for _, asked := range a.Asked {
		if said := w.asked(a, s, who, asked); said != "" {
			told = append(told, said)
		}
	}
	if len(told) == 0 {
		return status, facts
	}
	if a.Asked[0] != "left" && a.Asked[0] != "reservation" { // which say the standing
		told = append(told, status)
	}
	return told[0], append(told[1:], facts...)
}

// asked tells one thing of somebody; empty if the standing says it.
func (w French) asked(a *Answer, s *tracker.Supporter, who, asked string) string {
	on := fmt.Sprintf("%s %s sur la liste %s", capital(who), w.figures(who), w.of(w.call(a.Call)))
	switch asked {
	case "when":
		switch {
		case s.Joined != "":
			return fmt.Sprintf("%s %s %s %s.", capital(who), w.agree(who, "a rejoint", "ont rejoint"), w.call(a.Call), w.when(s.Joined))
		case a.Call.ByFound(s):
			return fmt.Sprintf("On ne sait pas quand %s %s\u00a0; l'entrée figurait sur la liste au début de ses relevés, le %s.", who, w.agree(who, "a adhéré", "ont adhéré"), w.day(s.FirstListed))
		}
		return fmt.Sprintf("On ne sait pas quand %s %s\u00a0; l'entrée est apparue sur la liste le %s.", who, w.agree(who, "a adhéré", "ont adhéré"), w.day(s.FirstListed))
	case "where":
		switch {
		case s.Category == tracker.State: // is its own country
			return ""
		case s.Country == "":
			return fmt.Sprintf("La liste n'indique pas de pays pour %s.", who)
		}
		return fmt.Sprintf("%s %s sur la liste sous le pays %s, qui peut être celui d'une antenne.", who, w.figures(who), w.quote(w.country(s.Country)))
	case "kind":
		if s.Kind == "" {
			return fmt.Sprintf("La liste n'indique pas de type pour %s.", who)
		}
		return fmt.Sprintf("%s %s sur la liste comme\u00a0: %s.", capital(who), w.figures(who), w.kind(s.Kind, 1))
	case "source":
		if s.Source == "" {
			return ""
		}
		return fmt.Sprintf("L'entrée %s se trouve à l'adresse %s", w.quote(w.name(s)), s.Source)
	case "website":
		if s.Website == "" {
			return fmt.Sprintf("Aucun site n'est enregistré pour %s.", who)
		}
		return fmt.Sprintf("Site de l'entrée %s\u00a0: %s", w.quote(w.name(s)), s.Website)
	case "note":
		if s.Note == "" {
			return fmt.Sprintf("Rien n'est noté au sujet de l'entrée %s.", w.quote(w.name(s)))
		}
		return fmt.Sprintf("Noté au sujet de l'entrée %s\u00a0: %s", w.quote(w.name(s)), s.Note)
	case "left":
		return on + "\u00a0; aucun retrait n'est enregistré."
	case "reservation":
		return on + ". La liste n'enregistre ni déclarations, ni réserves, ni interprétations\u00a0: veuillez les lire à la source."
	}
	return ""
}

// when is a date with its preposition.
func (w French) when(d tracker.Date) string {
	if len(d) == len("2006-01-02") {
		return "le " + w.date(d)
	}
	return "en " + w.date(d)
}

// Missing tells which states of a group are not on the roll.
func (w French) Missing(a *Answer) (string, []string) {
	members := *a.Total
	group := w.who(a.Where, 2)
	lines := append(w.checked(a), fmt.Sprintf("Sur la liste\u00a0: %s sur %s.", w.digits(a.Signed), w.digits(members)))
	if a.Group != nil {
		group = w.ofGroup(a.Group)
	}
	if a.Group != nil && a.Group.Note != "" {
		lines = append(lines, "À propos du groupe (en anglais)\u00a0: "+a.Group.Note)
	}
	if len(a.Missing) == 0 {
		return fmt.Sprintf("%sLes %s pays %s figurent tous sur la liste.", w.verdict(a.Verdict), w.digits(members), group), lines
	}
	countries := make([]string, len(a.Missing))
	for i, c := range a.Missing {
		countries[i] = w.country(c.Code)
	}
	slices.SortFunc(countries, inOrder)
	verb := "ne figurent pas"
	if len(a.Missing) == 1 {
		verb = "ne figure pas"
	}
	return fmt.Sprintf("%s%s pays %s %s sur la liste\u00a0: %s.", w.verdict(a.Verdict), w.digits(len(a.Missing)), group, verb, w.list(countries)), lines
}

func (w French) nobody(a *Answer) string {
	return fmt.Sprintf("Personne ne figure encore sur la liste %s.", w.of(w.call(a.Call)))
}

// Changes tells what changed in a time.
func (w French) Changes(a *Answer) (string, []string) {
	c := a.Change
	if a.Since == "" && a.Until == "" {
		return "Aucun changement n'est enregistré pour\u00a0: " + w.who(a.Where, 2) + ".", w.also(a)
	}
	var lines []string
	if a.Last {
		lines = append(lines, "C'était le dernier changement de la liste.")
	}
	if a.Only == "" && !a.narrowed() { // the counts are those of the whole roll
		lines = append(lines, w.moved(c)...)
	}
	if lines = append(lines, w.also(a)...); a.By != "" {
		lines = append(w.parts(a), lines...)
	} else {
		lines = append(lines, w.news(a)...)
	}
	removed := w.number(len(c.Removed)+len(c.Merged), "entrée a été supprimée de la liste", "entrées ont été supprimées de la liste")
	withdrew := w.number(len(c.Withdrew), "soutien s'est retiré", "soutiens se sont retirés")
	switch {
	case a.Only == OnlyRecategorised:
		return fmt.Sprintf("%s\u00a0: %s de catégorie.", w.span(a), w.number(len(c.Recategorised), "entrée a changé", "entrées ont changé")), lines
	case a.Only == OnlyRemoved:
		return fmt.Sprintf("%s, %s, et %s.", w.span(a), removed, w.number(len(c.Withdrew), "soutien s'est retiré de son propre chef", "soutiens se sont retirés de leur propre chef")), lines
	case a.narrowed():
		return fmt.Sprintf("%s, %s, avec %s et %s.", w.span(a), w.added(a, len(c.Joined)), w.number(len(c.Removed)+len(c.Merged), "suppression", "suppressions"), w.number(len(c.Withdrew), "retrait", "retraits")), lines
	case c.Empty():
		return w.span(a) + ", la liste n'a pas changé.", lines
	}
	return fmt.Sprintf("%s, %s, %s et %s.", w.span(a), w.number(len(c.Joined), "entrée a été ajoutée à la liste", "entrées ont été ajoutées à la liste"), removed, withdrew), lines
}

// span is the time that an answer is about.
func (w French) span(a *Answer) string {
	switch {
	case a.Since == a.Until:
		return "Le " + w.day(a.Since)
	case a.Since == "":
		return "Jusqu'au " + w.day(a.Until)
	}
	return "Du " + w.day(a.Since) + " au " + w.day(a.Until)
}

// Compare puts two side by side.
func (w French) Compare(a *Answer) (string, []string) {
	if a.Named != nil {
		return w.List(a)
	}
	var lines []string
	most, last := 0, len(a.Counted)-1
	for i := range a.Counted {
		side := &a.Counted[i]
		if *side.Value > *a.Counted[most].Value {
			most = i
		}
		told := fmt.Sprintf("• %s %s", w.filtered(side, *side.Value), w.onRoll(side, *side.Value))
		switch by := *a.Counted[last].Value - *side.Value; {
		case i == last || last < 2:
		case by == 0:
			told += ", autant que le dernier"
		case by > 0:
			told += fmt.Sprintf("\u00a0; le dernier en compte %s de plus", w.digits(by))
		default:
			told += fmt.Sprintf("\u00a0; le dernier en compte %s de moins", w.digits(-by))
		}
		if side.Status != "" {
			told += "\u00a0; l'État lui-même " + map[bool]string{true: "y figure", false: "n'y figure pas"}[side.Status == tracker.Listed]
		}
		lines = append(lines, told)
	}
	switch {
	case a.Difference == nil:
		return fmt.Sprintf("Le plus grand nombre\u00a0: %s.", w.filtered(&a.Counted[most], *a.Counted[most].Value)), lines
	case *a.Difference == 0:
		return fmt.Sprintf("Le même nombre\u00a0: %s et %s, %s.", w.those(&a.Counted[0], 2), w.those(&a.Counted[1], 2), w.digits(*a.Counted[0].Value)), lines
	}
	return fmt.Sprintf("Il y a plus %s que %s\u00a0: %s de plus.", w.of(w.those(&a.Counted[most], 2)), w.of(w.those(&a.Counted[1-most], 2)), w.digits(*a.Difference)), lines
}

// Calls tells who supports two calls, and who one of them alone.
func (w French) Calls(a *Answer) (string, []string) {
	one, two := &a.Overlap.Of[0], &a.Overlap.Of[1]
	lines := overlapLines(a, w, overlapWords{
		perhaps: "Peut-être les mêmes, comptés comme deux, dans le premier et dans le second appel\u00a0:", both: "Sur les deux listes\u00a0:",
		only: [2]string{"Seulement sur la liste " + w.of(w.call(one.Call)) + "\u00a0:", "Seulement sur la liste " + w.of(w.call(two.Call)) + "\u00a0:"},
		share: func(category string, both, first, second int) string {
			return fmt.Sprintf("%s\u00a0: %s sur les deux, %s seulement sur la première liste, %s seulement sur la seconde", category, w.digits(both), w.digits(first), w.digits(second))
		},
		pair: func(a, b Supporter) string {
			return w.name(a.Whole) + ", " + w.what(a.Whole) + " – " + w.name(b.Whole) + ", " + w.what(b.Whole)
		},
		one: func(s Supporter) string { return w.name(s.Whole) + ", " + w.what(s.Whole) },
		same: func(p Pair) string {
			line := w.name(p[0].Whole) + ", " + w.what(p[0].Whole)
			if here, there := w.name(p[0].Whole), w.name(p[1].Whole); names.Key(here) != names.Key(there) {
				line += "\u00a0; dans le second appel\u00a0: " + there
			}
			return line
		},
		more: w.more,
	})
	both := "Sur les deux listes\u00a0: " + w.number(one.Both.Total(), "soutien", "soutiens")
	if n := two.Both.Total(); n != one.Both.Total() {
		both = fmt.Sprintf("Sur les deux listes\u00a0: %s de la première, soit %s de la seconde", w.number(one.Both.Total(), "entrée", "entrées"), w.digits(n))
	}
	return fmt.Sprintf("%s\u00a0; seulement sur celle %s\u00a0: %s\u00a0; seulement sur celle %s\u00a0: %s.", both,
		w.of(w.call(one.Call)), w.digits(len(one.Only)), w.of(w.call(two.Call)), w.digits(len(two.Only))), lines
}

// facts are the lines on one supporter.
func (w French) facts(a *Answer, s *tracker.Supporter) []string {
	var lines []string
	add := func(label, value string) {
		if value != "" {
			lines = append(lines, label+"\u00a0: "+value)
		}
	}
	switch {
	case s.Joined != "":
		joined := w.date(s.Joined)
		if s.JoinedSource != "" {
			joined += " (source\u00a0: " + strings.Replace(s.JoinedSource, "official list", "liste officielle", 1) + ")"
		}
		add("Adhésion", joined)
	case a.Call.ByFound(s):
		add("Adhésion", fmt.Sprintf("jour inconnu\u00a0; l'entrée figurait sur la liste au début de ses relevés, le %s\u00a0: l'adhésion date de ce jour au plus tard", w.day(s.FirstListed)))
	case s.FirstListed != "":
		add("Adhésion", "jour inconnu\u00a0; l'entrée est apparue sur la liste le "+w.day(s.FirstListed))
	}
	if s.Category != tracker.State {
		add("Pays", w.country(s.Country))
	}
	others := slices.DeleteFunc(s.Names(), func(name string) bool { return name == w.name(s) })
	add("Autres noms", strings.Join(others, ", "))
	add("Site", s.Website)
	add("Note", s.Note)
	return lines
}

func (w French) claims(a *Answer) []string {
	var lines []string
	for _, c := range a.Claims {
		lines = append(lines, fmt.Sprintf("%s, %s\u00a0: %s%s%s", w.claimant(c), w.date(c.Date), w.standing(c.Standing), after("\u00a0; ", c.Claim), after(". Source\u00a0: ", c.Source)))
	}
	return lines
}

// claimant is who is said to support the call.
func (w French) claimant(c tracker.Claimed) string {
	return w.name(&tracker.Supporter{Name: c.Name, Category: c.Category, Country: c.Country})
}

func (French) standing(standing string) string {
	switch standing {
	case "announced":
		return "soutien annoncé"
	case "expected":
		return "soutien attendu"
	case "self_declared":
		return "soutien déclaré par l'intéressé"
	}
	return "soutien (" + strings.ReplaceAll(standing, "_", " ") + ")"
}

// Count tells how many supporters there are.
func (w French) Count(a *Answer) (string, []string) {
	switch {
	case a.Counts != nil:
		return fmt.Sprintf("%s %s\u00a0: %s.", w.number(*a.Total, "soutien", "soutiens"), w.onRoll(a, *a.Total), w.counts(*a.Counts)), nil
	case a.Withdrawals:
		return fmt.Sprintf("Retraits enregistrés\u00a0: %s.", w.filtered(a, *a.Value)), nil
	case a.Only != "":
		return fmt.Sprintf("%s, %s.", w.span(a), w.added(a, *a.Value)), w.also(a)
	case a.Share:
		percent := 100 * float64(a.Signed) / float64(max(1, len(a.Group.Members)))
		missing, lines := w.Missing(a)
		if len(a.Missing) > 0 {
			lines = append([]string{missing}, lines...)
		}
		verb := "figurent"
		if a.Signed < 2 {
			verb = "figure"
		}
		return fmt.Sprintf("%s sur %s pays %s %s sur la liste, soit %.0f\u00a0%%.", w.digits(a.Signed), w.digits(len(a.Group.Members)), w.ofGroup(a.Group), verb, percent), lines
	}
	headline := fmt.Sprintf("%s%s %s.", w.verdict(a.Verdict), w.filtered(a, *a.Value), w.onRoll(a, *a.Value))
	switch {
	case a.Of != nil:
		headline = fmt.Sprintf("%s%s sur %s, soit %.0f\u00a0%%\u00a0: %s.", w.verdict(a.Verdict), w.digits(*a.Value), w.digits(*a.Of)+" "+w.who(a.OfWhom, *a.Of), Percent(*a.Value, *a.Of), w.those(a, 2))
	case a.Against != nil && a.Verdict == "" && a.Since == "":
		headline = fmt.Sprintf("Ce nombre n'a jamais été atteint\u00a0: %s %s.", w.filtered(a, *a.Value), w.onRoll(a, *a.Value))
	case a.Against != nil && a.Verdict == "" && a.Since == a.Call.Found:
		headline = fmt.Sprintf("Au plus tard le %s, premier jour des relevés, la liste comptait %s %s.", w.day(a.Since), w.digits(a.Against[0]), w.those(a, 2))
	case a.Against != nil && a.Verdict == "":
		headline = fmt.Sprintf("Le %s, la liste comptait pour la première fois %s %s.", w.day(a.Since), w.digits(a.Against[0]), w.those(a, 2))
	}
	return headline, slices.Concat(w.checked(a), w.parts(a), w.also(a), w.lacking(a))
}

// also tells what else the words of the question can mean.
func (w French) also(a *Answer) []string {
	var lines []string
	if a.Only == OnlyAdded {
		lines = append(lines, "Compté au jour où la liste les montre\u00a0; celui de l'adhésion peut être antérieur.")
	}
	if a.Initial > 0 {
		lines = append(lines, fmt.Sprintf("Les relevés commencent le %s avec %s, qui ne sont pas comptées comme ajouts\u00a0: elles datent de ce jour au plus tard.", w.day(a.Call.Found), w.number(a.Initial, "entrée", "entrées")))
	}
	for _, k := range a.OtherKinds {
		lines = append(lines, fmt.Sprintf("Ne sont pas comptées les entrées du type %s, que le mot peut aussi désigner.", w.quote(w.kind(tracker.Kind(k), 1))))
	}
	return lines
}

// lacking tells what the list doesn't say of some that were looked at.
func (w French) lacking(a *Answer) []string {
	var lines []string
	for _, l := range a.Lacking {
		what := map[tracker.Key]string{tracker.ByKind: "le type", tracker.ByCountry: "le pays", tracker.ByJoined: "la date d'adhésion"}[l.Key]
		if l.Counted > 0 {
			lines = append(lines, fmt.Sprintf("Parmi eux, la liste n'indique pas %s pour %s.", what, w.digits(l.Counted)))
		}
		if n := l.Count - l.Counted; n > 0 {
			lines = append(lines, fmt.Sprintf("La liste n'indique pas %s de %s parmi celles examinées\u00a0: il peut donc y en avoir plus.", what, w.number(n, "entrée", "entrées")))
		}
		if l.Listed != nil {
			lines = append(lines, fmt.Sprintf("D'après les jours de la liste (listed: au lieu de joined:), c'est %s.", w.digits(*l.Listed)))
		}
	}
	if a.Where.JoinedBefore(a.Call.Launched) {
		lines = append(lines, fmt.Sprintf("Personne n'a pu adhérer avant le lancement, le %s.", w.day(a.Call.Launched)))
	}
	if a.Why != "" {
		lines = append(lines, "Rien ne peut remplir les deux conditions\u00a0: "+a.Why+".")
	}
	return lines
}

// verdict stands before what was checked.
func (French) verdict(v Verdict) string {
	return map[Verdict]string{Yes: "Oui. ", No: "Non. ", Partly: "En partie. "}[v]
}

// checked tells what a number was held against.
func (w French) checked(a *Answer) []string {
	if a.Verdict == "" || len(a.Against) == 0 {
		return nil
	}
	values := make([]string, len(a.Against))
	for i, v := range a.Against {
		values[i] = w.digits(v)
	}
	op := map[string]string{"more-than": "plus de", "at-least": "au moins", "fewer-than": "moins de", "at-most": "au plus", "exactly": "exactement"}[a.Op]
	return []string{fmt.Sprintf("Demandé\u00a0: %s %s.", op, strings.Join(values, " ou "))}
}

// parts tells the parts of a count, one a line.
func (w French) parts(a *Answer) []string {
	var lines []string
	for _, r := range a.Rows {
		lines = append(lines, fmt.Sprintf("• %s\u00a0: %s (%s\u00a0%%)", capital(w.part(a.By, r.Key)), w.digits(r.Count), strings.ReplaceAll(fmt.Sprintf("%.1f", r.Share), ".", ",")))
	}
	return append(lines, w.more(a.More)...)
}

// part names a part of a count by a country, a category, a kind or a year.
func (w French) part(by, key string) string {
	switch {
	case by == "category" && key != "":
		return w.plural(tracker.Category(key))
	case key == "":
		return map[string]string{"country": "sans pays", "category": "sans catégorie", "kind": "sans nature", "year": "sans année"}[by]
	case by == "country":
		return w.country(key)
	case by == "kind":
		return w.kind(tracker.Kind(key), 2)
	case by == "day" || by == "month":
		return w.date(tracker.Date(key))
	}
	return key
}

// Figure tells what was reported.
func (w French) Figure(a *Answer) (string, []string) {
	lines := make([]string, 0, len(a.Figures))
	for _, f := range a.Figures[:a.listed(len(a.Figures))] {
		lines = append(lines, "• "+w.figure(f))
	}
	lines = append(lines, w.more(len(a.Figures)-len(lines))...)
	switch {
	case a.Since == "" && a.Until != "" && len(a.Figures) == 0:
		return fmt.Sprintf("Les relevés de la liste commencent le %s, et aucun chiffre correspondant n'avait été publié au %s.", w.day(a.Begins), w.day(a.Until)), nil
	case a.Since == "" && a.Until != "":
		return fmt.Sprintf("Les relevés de la liste commencent le %s\u00a0; au %s, voici ce qui avait été publié\u00a0:", w.day(a.Begins), w.day(a.Until)), lines
	case len(a.Figures) == 0:
		return "Aucun chiffre correspondant n'a été publié.", nil
	}
	said := w.number(len(a.Figures), "chiffre a été publié", "chiffres ont été publiés")
	if a.Agrees != nil {
		said += map[bool]string{true: ", et la liste concorde", false: ", mais la liste ne concorde pas"}[*a.Agrees]
	}
	return said + "\u00a0:", lines
}

func (w French) figure(f FigureFact) string {
	listed := ""
	if f.Listed != nil {
		listed = fmt.Sprintf("\u00a0; la liste en comptait %s", w.digits(*f.Listed))
	}
	return w.figured(f) + listed + after(". Source\u00a0: ", f.Source)
}

// first tells which of two was first, and by how much.
func (w French) first(one, other string, days int, by Order) string {
	said := map[Order]string{ByJoined: "d'après les dates d'adhésion", ByListed: "d'après les dates d'inscription", ByEither: "d'après la date d'adhésion si elle est connue, sinon d'inscription"}[by]
	if days == 0 {
		return fmt.Sprintf("Même jour pour %s et %s, %s\u00a0; l'ordre n'est pas connu.", one, other, said)
	}
	return fmt.Sprintf("D'abord %s, %s avant %s, %s.", one, w.number(days, "jour", "jours"), other, said)
}

// figured is a figure without its source.
func (w French) figured(f FigureFact) string {
	counted := w.category(f.Category, f.Value)
	if f.Category == tracker.TotalFigure {
		counted = w.number(f.Value, "soutien", "soutiens") + " en tout"
	}
	return fmt.Sprintf("%s\u00a0: %s %s", w.date(f.Date), w.qualifier(f.Qualifier), counted)
}

// List tells who is on the roll.
func (w French) List(a *Answer) (string, []string) {
	lines := make([]string, 0, len(a.Supporters))
	if !slices.ContainsFunc(a.Supporters, func(s Supporter) bool { return s.Category != tracker.State }) { // they came in the order of their English names
		a.Supporters = slices.SortedStableFunc(slices.Values(a.Supporters), func(a, b Supporter) int {
			return inOrder(w.country(a.Country), w.country(b.Country))
		})
	}
	for _, s := range a.Supporters[:a.listed(len(a.Supporters))] {
		lines = append(lines, w.entry(a, s))
	}
	lines = append(lines, w.more(len(a.Supporters)-len(lines))...)
	end := "\u00a0:"
	if a.From != "" {
		end = ", à partir de " + w.quote(brief(a.From)) + end
	}
	if *a.Total == 0 {
		end = "."
	}
	switch {
	case a.Named != nil:
		lines = nil
		for _, one := range a.Named {
			headline, _ := w.Detail(&one)
			if one.Kind == Ambiguous {
				headline += " " + w.list(one.Candidates) + "."
			}
			lines = append(lines, "• "+headline)
		}
		if len(a.Earliest) > 1 {
			return w.first(a.Earliest[0].Subject, a.Earliest[1].Subject, *a.Difference, a.Order), lines
		}
		if a.Order == Unordered {
			return "L'ordre n'est pas connu\u00a0: les dates d'adhésion ne sont pas connues exactement.", lines
		}
		return fmt.Sprintf("%s sur %s %s\u00a0:", w.digits(*a.Value), w.digits(*a.Total), w.onRoll(a, *a.Value)), lines
	case a.Status == Announced:
		return fmt.Sprintf("%s comme soutenant %s sans figurer sur sa liste%s", w.number(*a.Total, "acteur est présenté", "acteurs sont présentés"), w.call(a.Call), end), w.claims(a)
	case a.Withdrawals:
		return fmt.Sprintf("Retraits enregistrés\u00a0: %s.", w.filtered(a, *a.Total)), lines
	case a.First:
		return fmt.Sprintf("La liste entière des premiers soutiens n'est pas connue. Adhésions connues dès le lancement, le %s\u00a0: %s.", w.day(a.Call.Launched), w.filtered(a, *a.Total)), lines
	case a.Nth > 0 && *a.Total == 0:
		return fmt.Sprintf("Il y en a moins de %s.", w.digits(a.Nth)), nil
	case a.Nth > 0 && *a.Total == 1:
		return fmt.Sprintf("Le numéro %s, par jour d'inscription sur la liste, est %s.", w.digits(a.Nth), w.theName(a.Supporters[0].Whole)), lines
	case a.Nth > 0:
		return fmt.Sprintf("Le numéro %s, par jour d'inscription sur la liste, peut être n'importe lequel des %s inscrits le même jour\u00a0:", w.digits(a.Nth), w.digits(*a.Total)), lines
	case a.Only != "":
		return fmt.Sprintf("%s, %s%s", w.span(a), w.added(a, *a.Total), end), append(lines, w.also(a)...)
	}
	headline := fmt.Sprintf("%s%s %s%s", w.verdict(a.Verdict), w.filtered(a, *a.Total), w.onRoll(a, *a.Total), end)
	switch {
	case a.Ordered != "" && len(a.Supporters) > 0:
		which := map[string]string{"first": "Les premiers", "last": "Les derniers"}[a.Ordered]
		headline = fmt.Sprintf("%s de %s, selon le jour d'adhésion s'il est connu, sinon d'inscription\u00a0:", which, w.filtered(a, *a.Total))
	case a.Op == "only" && a.Verdict == Yes:
		headline = fmt.Sprintf("Oui. %s est seul dans ce cas.", w.name(a.Supporters[0].Whole))
	case a.Op == "only":
		headline = fmt.Sprintf("Non. %s %s%s", w.filtered(a, *a.Total), w.onRoll(a, *a.Total), end)
	}
	return headline, slices.Concat(w.checked(a), lines, w.also(a), w.lacking(a))
}

// added is a number of those that were added to the list, with their verb.
func (w French) added(a *Answer, n int) string {
	return "ajouts à la liste\u00a0: " + w.filtered(a, n)
}

// more says that a list is cut.
func (w French) more(n int) []string {
	if n <= 0 {
		return nil
	}
	return []string{fmt.Sprintf("… et %s de plus.", w.digits(n))}
}

// entry is a supporter's line in a list.
func (w French) entry(a *Answer, s Supporter) string {
	line := "• " + w.name(&tracker.Supporter{Name: s.Name, Category: s.Category, Country: s.Country})
	if s.Category != tracker.State && s.Country != "" {
		line += ", " + w.country(s.Country)
	}
	return line + " — " + w.since(a, s)
}

// since tells since when a supporter has been on the roll, or when it left.
func (w French) since(a *Answer, s Supporter) string {
	switch {
	case s.Status == Announced:
		return "dit soutenir l'appel" + after(". Source\u00a0: ", s.Source)
	case s.Status == tracker.Withdrawn:
		return "retrait\u00a0: " + w.day(s.Whole.Left.On) + after(". Source\u00a0: ", s.Whole.Left.Source)
	case s.Joined != "":
		return "adhésion\u00a0: " + w.date(s.Joined)
	case a.Call.ByFound(s.Whole):
		return "le " + w.day(s.FirstListed) + " au plus tard"
	}
	return "sur la liste\u00a0: " + w.day(s.FirstListed)
}

// Columns are the columns of a table of supporters or counts.
func (French) Columns() Columns {
	return Columns{Name: "Nom", Category: "Catégorie", Country: "Pays", Since: "Depuis", Count: "Entrées", All: "Tous les soutiens", Before: "Avant", After: "Après", These: "Tous ceux qui sont annoncés ici"}
}

// Page tells which part of a long answer is shown.
func (French) Page(page, pages int) string { return fmt.Sprintf("Page %d sur %d.", page, pages) }

// Chart tells what a picture of the series shows, to whoever can't see it, too.
func (w French) Chart(a *Answer) (string, []string) {
	if !a.drawn() {
		nobody := []string{w.filtered(a, 0)}
		for i := range a.Series {
			nobody = append(nobody[:i], w.filtered(a.only(&a.Series[i]), 0))
		}
		return fmt.Sprintf("%s, sur la liste\u00a0: %s\u00a0; il n'y a donc rien à dessiner.", w.span(a), w.list(nobody)), slices.Concat(w.begins(a), w.also(a), w.lacking(a))
	}
	lines := []string{"L'image a une courbe pour chaque ligne ci-dessous, en escalier selon les jours de changement, au-dessus d'un axe qui part de zéro\u00a0:"}
	if a.Since == a.Until {
		lines[0] = "L'image a une marque pour chaque ligne ci-dessous, au-dessus d'un axe qui part de zéro\u00a0:"
	}
	for i := range a.Series {
		s := &a.Series[i]
		line := fmt.Sprintf("• %s\u00a0: %s le %s", capital(w.those(a.short(s), 2)), w.digits(s.First().Count), w.day(s.First().Day))
		switch step, alone := s.step(); {
		case a.Since == a.Until:
		case step.Count == 0:
			line += ", sans changement"
		default:
			first := ""
			if !alone {
				first = ", pour la première fois"
			}
			line += fmt.Sprintf(", %s le %s\u00a0; plus forte variation\u00a0: %s%s le %s", w.digits(s.Last().Count), w.day(a.Until), signed(step.Count, "\u202f"), first, w.day(step.Day))
		}
		lines = append(lines, line)
	}
	lead, alone := a.lead()
	first, last := w.digits(lead.First().Count), w.digits(lead.Last().Count)
	most := ""
	switch {
	case len(a.Series) == 1 || !alone:
	case a.AllCategories:
		most = ", alors le plus grand nombre de toutes les catégories"
	default:
		most = ", alors le plus grand nombre de ceux montrés"
	}
	var headline string
	who := "Sur la liste, le nombre de "
	if those := w.those(a.only(lead), 2); vowel(those) {
		who = strings.TrimSuffix(who, "e ") + "'" + those
	} else {
		who += those
	}
	switch was, is := lead.First().Count, lead.Last().Count; {
	case a.Since == a.Until:
		headline = fmt.Sprintf("%s, sur la liste\u00a0: %s%s.", w.span(a), w.filtered(a.only(lead), is), most)
	case len(lead.Points) == 1:
		headline = fmt.Sprintf("%s est resté à %s du %s au %s%s.", who, last, w.day(a.Since), w.day(a.Until), most)
	case was == is:
		headline = fmt.Sprintf("%s est passé de %s le %s, avec des changements entre-temps, à %s de nouveau le %s%s.", who, first, w.day(a.Since), last, w.day(a.Until), most)
	case was < is:
		headline = fmt.Sprintf("%s a augmenté, de %s le %s à %s le %s%s.", who, first, w.day(a.Since), last, w.day(a.Until), most)
	default:
		headline = fmt.Sprintf("%s a diminué, de %s le %s à %s le %s%s.", who, first, w.day(a.Since), last, w.day(a.Until), most)
	}
	return headline, slices.Concat(lines, w.begins(a), w.also(a), w.lacking(a))
}

// begins tells why a chart begins where the roll's records do.
func (w French) begins(a *Answer) []string {
	if a.Since != a.Begins {
		return nil
	}
	return []string{fmt.Sprintf("Les relevés de la liste commencent le %s\u00a0; rien n'est dessiné pour le temps d'avant.", w.day(a.Begins))}
}

// Picture is the words on a picture of the series.
func (w French) Picture(a *Answer) Picture {
	p := Picture{Axis: "Entrées de la liste", Number: w.digits, Footer: slices.Concat(w.begins(a), w.also(a), w.lacking(a), w.Footer(a)),
		Months: [...]string{"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."}}
	p.Title, _ = w.Chart(a)
	for i := range a.Series {
		p.Labels = append(p.Labels, w.filtered(a.short(&a.Series[i]), a.Series[i].Last().Count))
	}
	return p
}

// Principle tells principles in our summary.
func (w French) Principle(a *Answer) (string, []string) {
	if a.inferred() {
		return w.closest(a)
	}
	var headlines, lines []string
	for _, n := range a.Principles {
		p := a.Call.Principle(n)
		headlines = append(headlines, fmt.Sprintf("principe %d\u00a0: %s", p.Number, w.title(p)))
		if len(a.Principles) > 1 {
			lines = append(lines, fmt.Sprintf("Principe %d\u00a0:", p.Number))
		}
		if len(a.Asked) > 0 {
			lines = append(lines, "Le texte officiel\u00a0: "+p.URL)
			continue
		}
		lines = append(lines, w.principle(p)...)
	}
	return capital(strings.Join(headlines, "\u00a0; ")) + ".", lines
}

// closest tells principles that were found by words of the question.
func (w French) closest(a *Answer) (string, []string) {
	var headlines, lines []string
	for _, found := range a.Covering {
		p := a.Call.Principle(found.Principle)
		headlines = append(headlines, fmt.Sprintf("principe %d (%s)", p.Number, a.matched(found)))
		lines = append(append(lines, fmt.Sprintf("Principe %d\u00a0: %s.", p.Number, w.title(p))), w.principle(p)...)
	}
	return "Au plus près\u00a0: " + w.list(headlines) + ".", lines
}

func (w French) principle(p *tracker.Principle) []string {
	summary := p.SummaryFR
	if summary == "" {
		summary = "En anglais\u00a0: " + p.Summary
	}
	lines := []string{summary, "Ce résumé est de rollcall, ce n'est pas le texte officiel\u00a0: " + p.URL}
	for _, n := range p.Norms {
		lines = append(lines, fmt.Sprintf("Norme de la Commission mondiale sur la stabilité du cyberespace (en anglais)\u00a0: %s (%s).", n.Norm, n.Basis))
	}
	if len(p.Instruments)+len(p.Others) > 0 {
		var texts []string
		for _, i := range p.Instruments {
			texts = append(texts, i.Instrument)
		}
		lines = append(lines, "Sur le même sujet (en anglais)\u00a0: "+w.list(append(texts, p.Others...))+".")
	}
	for _, c := range p.Communities {
		lines = append(lines, fmt.Sprintf("Communauté (en anglais)\u00a0: %s, sous la conduite de\u00a0: %s%s", c.Name, c.Lead, after(". Source\u00a0: ", c.Source)))
	}
	return lines
}

func (French) title(p *tracker.Principle) string { return cmp.Or(p.TitleFR, p.Title) }

// Principles lists all principles.
func (w French) Principles(a *Answer) (string, []string) {
	lines := make([]string, len(a.Principles))
	for i, n := range a.Principles {
		lines[i] = fmt.Sprintf("%d. %s", n, w.title(a.Call.Principle(n)))
	}
	return fmt.Sprintf("%s compte %s\u00a0:", capital(w.call(a.Call)), w.number(len(a.Principles), "principe", "principes")), lines
}

// About tells what the call is.
func (w French) About(a *Answer) (string, []string) {
	c := a.Call
	call := w.call(c)
	text, site := "Texte signé\u00a0: "+c.TextURL, "Site\u00a0: "+c.URL
	binding := "Ce texte n'est pas juridiquement contraignant."
	if c.Binding {
		binding = "Ce texte est juridiquement contraignant."
	}
	if untold(a) {
		none := map[Topic]string{WorkingGroups: "aucun groupe de travail", Norms: "aucune norme", Communities: "aucune communauté"}
		return fmt.Sprintf("Je ne connais %s %s.", none[a.Topic], w.of(call)), nil
	}
	switch a.Topic {
	case Launch:
		var lines []string
		for _, n := range a.Notes {
			lines = append(lines, fmt.Sprintf("• en anglais\u00a0: %s: %s%s", n.Actor, n.Event, after(". Source\u00a0: ", n.Source)))
		}
		return fmt.Sprintf("Le lancement %s date du %s.", w.of(call), w.day(c.Launched)), lines
	case Binding:
		if c.Binding {
			return fmt.Sprintf("%s est juridiquement contraignant.", capital(call)), []string{text}
		}
		return fmt.Sprintf("%s n'est pas un traité. %s", capital(call), binding), []string{text}
	case Joining:
		return fmt.Sprintf("On rejoint %s par son site officiel\u00a0: %s", call, c.URL), []string{"rollcall tient seulement la liste et ne peut signer pour personne."}
	case Text:
		return fmt.Sprintf("Le texte signé %s se trouve à l'adresse %s", w.of(call), c.TextURL), []string{"Principes\u00a0: " + c.PrinciplesURL, site}
	case WorkingGroups:
		var lines []string
		for _, g := range workingGroups(a) {
			line := fmt.Sprintf("• Groupe de travail %d\u00a0: %s", g.Number, g.Title)
			if len(g.CoChairs) > 0 {
				line += "\u00a0; coprésidence\u00a0: " + w.list(g.CoChairs)
			}
			if g.Output != "" {
				line += ". Rapport\u00a0: " + g.Output
			}
			lines = append(lines, line)
		}
		if len(lines) < len(c.WorkingGroups) {
			return fmt.Sprintf("Sur %s %s (titres en anglais)\u00a0:", w.number(len(c.WorkingGroups), "groupe de travail", "groupes de travail"), w.of(call)), lines
		}
		one, many, announced := "groupe de travail", "groupes de travail", ""
		if d := c.WorkingGroupsAnnounced; d != "" {
			one, many, announced = one+", annoncé", many+", annoncés", " "+w.when(d)
		}
		return fmt.Sprintf("%s a compté %s%s (titres en anglais)\u00a0:", capital(call), w.number(len(c.WorkingGroups), one, many), announced), lines
	case Norms:
		if len(a.Numbers) == 1 {
			return fmt.Sprintf("Norme %d de la Commission mondiale sur la stabilité du cyberespace (en anglais)\u00a0: %s", a.Numbers[0], c.Norms[a.Numbers[0]-1]), nil
		}
		var lines []string
		for _, n := range c.Norms {
			lines = append(lines, "• "+n)
		}
		lines = append(lines, "Liées à des principes\u00a0:")
		for _, p := range c.Principles {
			for _, n := range p.Norms {
				lines = append(lines, fmt.Sprintf("• principe %d\u00a0: %s (%s)", p.Number, n.Norm, n.Basis))
			}
		}
		return fmt.Sprintf("La Commission mondiale sur la stabilité du cyberespace a proposé %s (en anglais)\u00a0:", w.number(len(c.Norms), "norme", "normes")), lines
	case Communities:
		var lines []string
		for _, p := range c.Principles {
			for _, m := range p.Communities {
				lines = append(lines, fmt.Sprintf("• principe %d\u00a0: %s, sous la conduite de\u00a0: %s%s", p.Number, m.Name, m.Lead, after(". Source\u00a0: ", m.Source)))
			}
		}
		return "Ces communautés travaillent sur des principes (noms en anglais)\u00a0:", lines
	}
	lines := []string{
		binding + fmt.Sprintf(" Il compte %s.", w.number(len(c.Principles), "principe", "principes")),
		fmt.Sprintf("Sur la liste\u00a0: %s, en tout %s.", w.counts(*a.Counts), w.number(*a.Total, "soutien", "soutiens")),
		text, site,
	}
	return fmt.Sprintf("%s est une déclaration publique lancée le %s, que signent des États, des entreprises et la société civile.", capital(call), w.day(c.Launched)), lines
}

// Unknown says that the question wasn't understood, or can't be answered.
func (w French) Unknown(a *Answer) (string, []string) {
	subject := w.quote(brief(a.Subject))
	switch a.Problem {
	case NoPrinciple:
		return fmt.Sprintf("%s compte %s, de 1 à %d\u00a0; il n'y en a pas d'autre.", capital(w.call(a.Call)), w.number(len(a.Call.Principles), "principe", "principes"), len(a.Call.Principles)), nil
	case NoDay:
		return subject + " n'est pas un jour\u00a0; écrivez-le comme 2019-09-16.", nil
	case TwoDays:
		return subject + " peut désigner deux jours\u00a0; écrivez-le comme 2019-09-16.", nil
	case FutureDay:
		return fmt.Sprintf("%s est dans l'avenir\u00a0; la liste est connue jusqu'à aujourd'hui, %s.", subject, w.day(a.Today)), nil
	case Backwards:
		return subject + " finit avant d'avoir commencé.", nil
	}
	switch {
	case a.Refusal.Format != "": // a command that says what is wrong with it
		return w.Refusal(a.Refusal), nil
	case a.Subject == "":
		return "Je n'ai pas compris.", nil
	}
	return fmt.Sprintf("Je ne sais pas ce que %s demande.", subject), nil
}

// Ambiguous says that several may be meant.
func (w French) Ambiguous(a *Answer) (string, []string) {
	lines := make([]string, len(a.Candidates))
	for i, c := range a.Candidates {
		lines[i] = "• " + c
	}
	if len(lines) == 1 {
		return fmt.Sprintf("Je ne sais pas qui est %s. Le nom le plus proche\u00a0: %s", w.quote(brief(a.Subject)), a.Candidates[0]), nil
	}
	return w.quote(brief(a.Subject)) + " peut avoir plusieurs sens\u00a0:", lines
}

// Help lists what can be typed.
func (w French) Help(a *Answer) (string, []string) {
	if a.Counts != nil {
		return fmt.Sprintf("Je tiens la liste %s et je réponds aux questions à son sujet.", w.of(w.call(a.Call))), []string{
			"• Demandez avec vos mots, en français ou en anglais\u00a0: le Kenya a-t-il signé\u00a0? quels membres de l'OTAN n'ont pas signé\u00a0?",
			"• Ou tapez une commande\u00a0: help les donne toutes, et help digests celles qui annoncent les changements dans ce canal.",
			fmt.Sprintf("Sur la liste aujourd'hui\u00a0: %s, dont %s.", w.number(*a.Total, "soutien", "soutiens"), w.counts(*a.Counts)),
		}
	}
	if a.Groups {
		return "Ces groupes de pays sont connus, pour in: et group:", groups(a, func(g *tracker.Group) string { return tracker.In(g.Names, w.Lang()) })
	}
	var lines []string
	admin := false
	for _, c := range a.Commands {
		if c.Topic == HelpAdmin && !admin {
			admin = true
			lines = append(lines, "Pour les administrateurs\u00a0:")
		}
		lines = append(lines, "• "+c.Usage+" — "+c.Help[w.Lang()])
	}
	if slices.ContainsFunc(a.Commands, func(c Command) bool { return strings.Contains(c.Usage, "FILTER") }) {
		lines = append(lines, "FILTER se compose de\u00a0: state, public_authority, civil_society, company · kind:university · country:FR,DE · in:eu · name:MOT · \"NOM\" · joined:"+a.Call.Launched.Year()+" · since:"+string(a.Call.Launched)+" · unsigned. Côte à côte, tous sont exigés\u00a0; et, ou, sauf le disent autrement\u00a0: state in:nato sauf in:eu")
	}
	return fmt.Sprintf("Je tiens la liste %s. Vous pouvez taper\u00a0:", w.of(w.call(a.Call))), lines
}

// Log tells what was recorded.
func (w French) Log(a *Answer) (string, []string) {
	var lines []string
	shown := a.Entries[:a.listed(len(a.Entries))]
	for _, e := range shown {
		lines = append(lines, fmt.Sprintf("• %d · enregistré le %s UTC par %s · %s", e.Seq, e.At.Format("2006-01-02 15:04"), e.By, w.event(a.Book, e)))
		lines = append(lines, fieldsOf(w, a, e)...)
	}
	lines = append(lines, w.more(len(a.Entries)-len(shown))...)
	if a.Total == nil {
		last := "Derniers enregistrements"
		if len(a.Entries) == 1 {
			last = "Dernier enregistrement"
		}
		return fmt.Sprintf("%s, %s sur %s\u00a0:", last, w.digits(len(a.Entries)), w.digits(int(a.Book.Head()))), lines
	}
	what := ""
	if a.Subject != "" {
		what += " sur " + a.Subject
	}
	if a.Recorder != "" {
		what += " par " + brief(a.Recorder)
	}
	if a.Since != "" {
		what += " depuis le " + w.day(a.Since)
	}
	if a.Until != "" {
		what += " jusqu'au " + w.day(a.Until)
	}
	if *a.Total == 0 {
		return fmt.Sprintf("Il n'y a aucun enregistrement%s.", what), nil
	}
	return w.number(*a.Total, "enregistrement", "enregistrements") + what + "\u00a0:", lines
}

func (w French) event(b *tracker.Book, e tracker.Entry) string {
	channel := func(id tracker.Seq) string {
		if s := b.Subscription(id); s != nil {
			return "le canal " + s.Channel
		}
		return "un canal qui n'est plus abonné"
	}
	switch ev := e.Event.(type) {
	case tracker.Changed:
		s := ev.Supporter
		name, on := w.name(&s), w.day(e.On)
		switch ev.Why {
		case tracker.Joined:
			return fmt.Sprintf("%s\u00a0: adhésion (%s), sur la liste le %s%s", name, w.what(&s), on, after(". Source\u00a0: ", ev.Source))
		case tracker.Recategorised:
			return fmt.Sprintf("%s\u00a0: désormais sur la liste en tant qu'%s, depuis le %s%s", name, w.what(&s), on, after(". Source\u00a0: ", ev.Source))
		case tracker.Withdrew:
			return fmt.Sprintf("%s\u00a0: retrait, %s%s", name, on, after(". Source\u00a0: ", ev.Source))
		case tracker.WasMerged:
			return fmt.Sprintf("%s\u00a0: entrée fusionnée avec %s, %s%s", name, w.name(b.Supporter(s.Left.Into)), on, after(". Source\u00a0: ", ev.Source))
		case tracker.Undone:
			return fmt.Sprintf("enregistrement %d, sur %s\u00a0: annulé", ev.Undoes, name)
		case tracker.WasRemoved:
			return fmt.Sprintf("%s\u00a0: entrée supprimée de la liste, %s\u00a0; %s%s", name, on, w.reason(s.Left.Reason), after(". Source\u00a0: ", ev.Source))
		}
		return fmt.Sprintf("%s\u00a0: entrée modifiée, %s%s", name, on, after(". Source\u00a0: ", ev.Source))
	case tracker.Reported:
		return "chiffre publié, " + w.figure(FactOf(ev))
	case tracker.Claimed:
		return fmt.Sprintf("%s, %s%s%s", w.claimant(ev), w.date(ev.Date), after("\u00a0: ", ev.Claim), after(". Source\u00a0: ", ev.Source))
	case tracker.Noted:
		return fmt.Sprintf("%s, en anglais\u00a0: %s: %s%s", w.date(ev.Date), ev.Actor, ev.Event, after(". Source\u00a0: ", ev.Source))
	case tracker.Retracted, tracker.Proposed, tracker.Approved, tracker.Rejected, tracker.Reopened, tracker.Granted, tracker.Revoked, tracker.Preferred:
		return w.governed(b, ev)
	case tracker.Subscribed:
		return "abonnement du canal " + ev.Channel
	case tracker.Unsubscribed:
		return "fin de l'abonnement d'un canal"
	case tracker.Muted:
		return fmt.Sprintf("mis en sourdine jusqu'au %s UTC\u00a0: %s", ev.Until.Format("2006-01-02 15:04"), channel(ev.Subscription))
	case tracker.DigestAsked:
		return "récapitulatif demandé, pour " + channel(ev.Subscription)
	case tracker.DigestPlanned:
		return fmt.Sprintf("récapitulatif prévu jusqu'à l'enregistrement %d, pour %s", ev.Through, channel(ev.Subscription))
	case tracker.DigestPosted:
		return fmt.Sprintf("récapitulatif prévu par l'enregistrement %d\u00a0: publié", ev.Plan)
	case tracker.DigestAbandoned:
		return fmt.Sprintf("récapitulatif prévu par l'enregistrement %d\u00a0: abandonné (en anglais\u00a0: %s)", ev.Plan, ev.Reason)
	case tracker.Forgotten:
		return fmt.Sprintf("nom du soutien %d retiré de tous les enregistrements", ev.Supporter)
	}
	return ""
}

// governed tells of second thoughts, and of who may do what.
func (w French) governed(b *tracker.Book, event tracker.Event) string {
	switch ev := event.(type) {
	case tracker.Retracted:
		of, _ := b.Entry(ev.Entry)
		if ev.Reason == "" {
			return fmt.Sprintf("enregistrement %d\u00a0: annulé (%s)", ev.Entry, w.event(b, of))
		}
		return fmt.Sprintf("enregistrement %d\u00a0: repris, avec le motif %s (%s)", ev.Entry, w.quote(ev.Reason), w.event(b, of))
	case tracker.Proposed:
		var told []string
		for _, said := range ev.Events {
			told = append(told, w.event(b, tracker.Entry{On: ev.On, Event: said}))
		}
		return "proposition — " + strings.Join(told, "\u00a0; ")
	case tracker.Approved:
		return fmt.Sprintf("proposition %d\u00a0: approuvée", ev.Proposal)
	case tracker.Rejected:
		if ev.Reason != "" {
			return fmt.Sprintf("proposition %d\u00a0: écartée, avec le motif %s", ev.Proposal, w.quote(ev.Reason))
		}
		return fmt.Sprintf("proposition %d\u00a0: écartée", ev.Proposal)
	case tracker.Reopened:
		return fmt.Sprintf("la proposition %d attend de nouveau, car son approbation a été annulée", ev.Proposal)
	case tracker.Granted:
		return ev.User + " peut désormais modifier la liste"
	case tracker.Revoked:
		return ev.User + " ne peut plus modifier la liste"
	case tracker.Preferred:
		return fmt.Sprintf("langue des réponses pour %s\u00a0: %s", ev.Of, w.language(ev.Lang))
	}
	return ""
}

// Edited tells what was recorded, field by field, and the counts before and after.
func (w French) Edited(a *Answer) (string, []string) {
	if len(a.Entries) == 0 {
		return "Il n'y avait rien à changer.", nil
	}
	var lines []string
	first, last := a.Entries[0], a.Entries[len(a.Entries)-1]
	headline := fmt.Sprintf("Enregistrement %d — %s", first.Seq, w.event(a.Book, first))
	if len(a.Entries) == 1 {
		lines = fieldsOf(w, a, first)
	} else {
		headline = fmt.Sprintf("Enregistrements %d à %d\u00a0:", first.Seq, last.Seq)
		for _, e := range a.Entries {
			lines = append(lines, fmt.Sprintf("• %d · %s", e.Seq, w.event(a.Book, e)))
			lines = append(lines, fieldsOf(w, a, e)...)
		}
	}
	if a.Change != nil {
		lines = append(lines, w.moved(a.Change)...)
	}
	return headline, lines
}

// Forget tells what is erased for ever, what is kept, and who else has it.
func (w French) Forget(a *Answer) (string, []string) {
	e := a.Erasure
	var kept []string
	for _, b := range e.Backups {
		kept = append(kept, fmt.Sprintf("Non effacé\u00a0: la sauvegarde %s, du %s UTC.", b.Name, b.At.UTC().Format("2006-01-02 15:04")))
	}
	kept = append(kept, "Non effacé non plus\u00a0: les copies, les listes et les registres écrits ailleurs, les messages dans Slack, les journaux.")
	if e.Line == "" {
		return fmt.Sprintf("C'est effacé pour toujours. Le soutien s'appelle maintenant %s, et les nombres restent ce qu'ils étaient.", a.Book.Supporter(e.ID).Name), kept
	}
	return fmt.Sprintf("Le soutien #%d s'appelle, ou s'appelait\u00a0: %s. Voici ce que serait son oubli\u00a0:", e.ID, strings.Join(e.Names, ", ")), append([]string{
		fmt.Sprintf("Effacé\u00a0: ses noms, ses sources, son site, ses notes et tout autre texte qui a l'un de ses noms, dans %s enregistrements sur %s.",
			w.digits(e.Entries), w.digits(int(e.Of))),
		"Gardé\u00a0: son numéro, sa catégorie, son type, son pays et ses dates, pour que les nombres et l'historique restent ce qu'ils étaient.",
	}, append(kept, "Rien n'est encore effacé. Pour effacer pour toujours, on tape\u00a0: "+a.typed(e.Line))...)
}

// Backup tells which copy was made.
func (French) Backup(a *Answer) (string, []string) {
	return a.Made.Name + " est une sauvegarde de tout ce qui est conservé. Elle a été lue en entier, et rien n'y manque.",
		[]string{"Elle reste là jusqu'à ce que quelqu'un l'enlève. Tant qu'elle y est, forget la nomme."}
}

// Suggested tells which proposals wait now.
func (w French) Suggested(a *Answer) (string, []string) {
	var lines, numbers []string
	for _, p := range a.Proposals {
		numbers = append(numbers, digits(int(p.Seq), ""))
		lines = append(lines, w.proposal(a, p)...)
	}
	first := a.Proposals[0].Seq
	lines = append(lines, fmt.Sprintf("Pour décider, on tape\u00a0: %s, ou\u00a0: %s", a.typed(fmt.Sprint("approve ", first)), a.typed(fmt.Sprint("reject ", first))))
	if len(numbers) > 1 {
		return fmt.Sprintf("Les propositions %s attendent une décision. Rien n'a encore été changé.", w.list(numbers)), lines
	}
	return fmt.Sprintf("La proposition %s attend une décision. Rien n'a encore été changé.", numbers[0]), lines
}

// Proposals lists what waits for an admin.
func (w French) Proposals(a *Answer) (string, []string) {
	if len(a.Proposals) == 0 {
		return "Aucune proposition n'attend une décision.", nil
	}
	var lines []string
	for _, p := range a.Proposals {
		lines = append(lines, w.proposal(a, p)...)
	}
	return w.number(len(a.Proposals), "proposition attend", "propositions attendent") + " une décision\u00a0:", lines
}

// proposal tells what one proposal would change.
func (w French) proposal(a *Answer, p *tracker.Proposal) []string {
	lines := []string{fmt.Sprintf("• Proposition %d, par %s, le %s UTC. Si elle est approuvée, ceci est enregistré\u00a0:", p.Seq, p.By, p.At.Format("2006-01-02 15:04"))}
	lines = append(lines, Proposed(p, a.Book, w)...)
	if p.Note != "" {
		lines = append(lines, "  Motif\u00a0: "+p.Note)
	}
	return lines
}

// Admins lists who may edit the roll.
func (w French) Admins(a *Answer) (string, []string) {
	var lines []string
	for _, admin := range a.Admins {
		if admin.By == "" {
			lines = append(lines, "• "+admin.User+", par la configuration")
		} else {
			lines = append(lines, fmt.Sprintf("• %s, par décision de %s, le %s", admin.User, admin.By, w.day(admin.On)))
		}
	}
	if len(lines) == 0 {
		return "Personne ne peut modifier la liste dans Slack.", nil
	}
	return w.number(len(lines), "personne peut", "personnes peuvent") + " modifier la liste\u00a0:", lines
}

// Language tells in which language somebody is answered from now on.
func (w French) Language(a *Answer) (string, []string) {
	language := w.language(a.Preferred.Lang)
	if a.Setting != nil {
		return fmt.Sprintf("%s a choisi la langue de ce canal\u00a0: %s.", a.Setting.By, language), nil
	}
	return fmt.Sprintf("Langue des réponses, désormais\u00a0: %s.", language), nil
}

func (French) language(lang string) string {
	switch lang {
	case "en":
		return "l'anglais"
	case "fr":
		return "le français"
	}
	return "celle de Slack"
}

func (w French) wrong(line WrongLine) string {
	return fmt.Sprintf("Ligne %d\u00a0: %s", line.Number, w.Refusal(line.Why))
}

func (French) became(field, was, is string) string {
	label := map[string]string{"name": "Nom", "alias": "Autres noms", "category": "Catégorie", "kind": "Type", "country": "Pays",
		"joined": "Adhésion", "website": "Site", "note": "Note"}[field]
	return fmt.Sprintf("%s\u00a0: %s → %s", label, cmp.Or(was, "rien"), cmp.Or(is, "rien"))
}

func (French) kept(fields string) string { return "Comme auparavant\u00a0: " + fields }

// moved tells counts before and after.
func (w French) moved(c *tracker.Change) []string {
	if lines := w.shifts(c, w.Columns().All); len(lines) > 0 {
		return lines
	}
	return []string{fmt.Sprintf("Les nombres sont inchangés\u00a0: %s.", w.number(c.After.Total(), "soutien", "soutiens"))}
}

// DryRun tells what a list would change.
func (w French) DryRun(a *Answer) (string, []string) {
	i := a.Import
	rows := w.number(i.Rows, "ligne", "lignes")
	if len(i.Problems) > 0 {
		rows = w.number(i.Rows, "ligne lisible", "lignes lisibles")
	}
	switch {
	case i.Rows == 0 && len(i.Problems) == 0:
		return fmt.Sprintf("%s ne contient aucune ligne. Rien n'a été changé.", i.File), w.rows(a)
	case i.Nothing() && i.Rows == i.Unchanged && len(i.Problems) == 0:
		return fmt.Sprintf("%s (%s) n'apporte rien de nouveau\u00a0: tout figure déjà sur la liste. Rien n'a été changé.", i.File, rows), w.rows(a)
	case len(i.Added)+len(i.Changed) == 0:
		return fmt.Sprintf("%s (%s) ne changerait rien à lui seul. Rien n'a été changé.", i.File, rows), w.rows(a)
	}
	return fmt.Sprintf("%s (%s) ajouterait %s et en modifierait %s. Rien n'a encore été changé.", i.File, rows,
		w.number(len(i.Added), "soutien", "soutiens"), w.digits(len(i.Changed))), append(w.unsourced(i), w.rows(a)...)
}

// unsourced tells what is recorded as the source where nobody said one, and how to say a better one.
func (French) unsourced(i *Import) []string {
	if !i.Unsourced {
		return nil
	}
	return []string{"Personne n'a dit d'où vient cette liste\u00a0: le fichier envoyé est enregistré comme source des lignes qui n'en ont pas. Pour en donner une meilleure, envoyez-le de nouveau avec source:URL."}
}

// Imported tells what a list changed, and what of it was left out.
func (w French) Imported(a *Answer) (string, []string) {
	i := a.Import
	var lines []string
	if a.Change != nil {
		lines = w.moved(a.Change)
	}
	headline := fmt.Sprintf("%s n'a rien changé\u00a0: tout figure déjà sur la liste.", i.File)
	switch {
	case i.Entries == [2]tracker.Seq{} && i.Proposal == 0 && i.Rows == 0 && len(i.Problems) == 0:
		headline = fmt.Sprintf("%s ne contient aucune ligne. Rien n'a été changé.", i.File)
	case i.Entries == [2]tracker.Seq{} && (i.Proposal == 0 || i.Complete) && len(i.Doubtful)+len(i.Problems) > 0:
		headline = fmt.Sprintf("%s n'a rien changé.", i.File)
	case i.Entries != [2]tracker.Seq{}:
		added := len(a.Change.Joined)
		headline = fmt.Sprintf("%s est appliqué\u00a0: %s %s, %s %s, ", i.File,
			w.number(added, "soutien", "soutiens"), numbered(added, [2]string{"ajouté", "ajoutés"}),
			w.digits(len(a.Change.Amended)+len(a.Change.Recategorised)),
			numbered(len(a.Change.Amended)+len(a.Change.Recategorised), [2]string{"modifié", "modifiés"}))
		if first, last := i.Entries[0], i.Entries[1]; first == last {
			headline += fmt.Sprintf("enregistrement %d.", first)
		} else {
			headline += fmt.Sprintf("enregistrements %d à %d.", first, last)
		}
		if i.Again {
			headline = "C'était déjà fait, et ce n'est pas fait deux fois. " + headline
		}
	case i.Proposal != 0 && !i.Complete:
		headline = fmt.Sprintf("Ce que dit %s est proposé (proposition %d). Rien n'a été changé\u00a0; un administrateur accepte ou refuse.", i.File, i.Proposal)
	}
	if i.Complete && i.Proposal != 0 {
		lines = append(lines, fmt.Sprintf("La proposition %d demande de supprimer de la liste %s qui ne sont pas dans le fichier. Un administrateur accepte ou refuse.",
			i.Proposal, w.number(len(i.Missing), "soutien", "soutiens")))
		lines = append(lines, i.partly(w)...)
	}
	return headline, append(lines, w.leftOut(a)...)
}

// rows tells what a list would change, and then what it wouldn't.
func (w French) rows(a *Answer) []string {
	i := a.Import
	lines := slices.Concat(
		i.partly(w),
		section(a, w.heading("À ajouter", len(i.Added)), i.Added, w.more, func(r *Row) string { return w.place(r.Place) + "\u00a0: " + w.row(r) }),
		section(a, w.heading("À modifier", len(i.Changed)), i.Changed, w.more, func(r *RowChanged) string {
			return w.place(r.Place) + "\u00a0: " + r.Name + "\u00a0: " + r.fields(w.field, "rien")
		}))
	if i.DayFirst != nil {
		lines = append(lines, fmt.Sprintf("L'en-tête des dates est en français, donc le jour y est lu en premier\u00a0: «\u00a0%s\u00a0» est le %s.", i.DayFirst.Text, w.date(i.DayFirst.Date)))
	}
	if i.Unchanged > 0 && i.Unchanged < i.Rows {
		lines = append(lines, fmt.Sprintf("Sans changement\u00a0: %s.", w.number(i.Unchanged, "ligne", "lignes")))
	}
	lines = append(lines, w.leftOut(a)...)
	about := "Soutiens qui ne sont pas dans le fichier, ce qui ne dit pas qu'ils se sont retirés"
	if i.Complete {
		about = "Soutiens qui ne sont pas dans le fichier, et dont la suppression sera proposée"
	}
	return append(lines, section(a, w.heading(about, len(i.Missing)), i.Missing, w.more, (*RowMissing).String)...)
}

// leftOut tells what of a list isn't applied.
func (w French) leftOut(a *Answer) []string {
	i := a.Import
	lines := slices.Concat(
		section(a, w.heading("Douteuses, et appliquées seulement si elles sont choisies", len(i.Doubtful)), i.Doubtful, w.more, func(r *RowDoubtful) string {
			return w.place(r.Place) + "\u00a0: " + r.told(w, w.row(&r.Row), ", proche de ", "\u00a0: ")
		}),
		section(a, w.heading("Répétés, et laissés de côté", len(i.Repeated)), i.Repeated, w.more, func(r *RowRepeated) string {
			return w.place(r.Place) + "\u00a0: " + r.Name + ", comme " + w.place(r.First)
		}),
		section(a, w.heading("Sur la liste, alors que le fichier les dit partis\u00a0; rien n'est fait", len(i.Left)), i.Left, w.more, func(r *RowLeft) string {
			gone := map[tracker.Status]string{tracker.Withdrawn: "retrait", tracker.Removed: "suppression", tracker.Merged: "fusion"}
			return w.place(r.Place) + "\u00a0: " + r.Name + ", " + gone[r.Status]
		}),
		section(a, w.heading("Lignes non comprises, et non appliquées", len(i.Problems)+i.More), i.Problems, func(n int) []string { return w.more(n + i.More) }, func(p *RowProblem) string {
			return p.told(w, "\u00a0: ")
		}),
		section(a, w.heading("Laissées vides, mais leurs lignes sont lues", i.emptied()), i.Emptied, func(n int) []string { return w.more(n + i.MoreEmptied) }, func(f *FieldEmptied) string {
			return f.told(w, "\u00a0: ", " Aussi ")
		}))
	if i.Assumed != nil {
		lines = append(lines, fmt.Sprintf("Le fichier ne dit pas comment ses lettres sont codées\u00a0; elles sont lues en %s, par exemple «\u00a0%s\u00a0». Si c'est faux, enregistrez-le en UTF-8.", i.Assumed.Name, i.Assumed.Sample))
	}
	if i.Sheet != "" {
		lines = append(lines, fmt.Sprintf("Lue\u00a0: la feuille %s.", i.Sheet))
	}
	if len(i.Unknown) > 0 {
		lines = append(lines, "Colonnes inconnues, qui n'ont pas été lues\u00a0: "+some(i.Unknown, a.listed(len(i.Unknown))))
	}
	if len(i.Unread) > 0 {
		lines = append(lines, "Non lus\u00a0: "+some(i.Unread, a.listed(len(i.Unread))))
	}
	return lines
}

func (w French) heading(about string, n int) string {
	return fmt.Sprintf("%s (%s)\u00a0:", about, w.digits(n))
}

func (French) place(p Place) string {
	if p.File != "" {
		return p.File
	}
	return "ligne " + digits(p.Line, "")
}

func (w French) leaving(n, roll int) string {
	return fmt.Sprintf("Attention\u00a0: sur %s, la liste en perdrait %s.", w.number(roll, "soutien", "soutiens"), w.digits(n))
}

func (French) partial() string {
	return "Un fichier qui ne contient qu'une partie de la liste n'est pas complet\u00a0: celui-ci l'est-il vraiment\u00a0?"
}

func (w French) row(r *Row) string {
	return fmt.Sprintf("%s (%s%s)", r.Name, w.what(&tracker.Supporter{Name: r.Name, Category: r.Category, Country: r.Country}), r.details(w))
}

// field is the name of a column, or of what is recorded.
func (French) field(column string) string {
	return cmp.Or(map[string]string{"name": "nom", "aliases": "autres noms", "category": "catégorie", "kind": "nature", "country": "pays",
		"joined": "adhésion", "website": "site", "status": "statut", "reason": "motif", "left_on": "départ", "alias": "autre nom", "quote": "citation", "claim": "annonce"}[column], column)
}

// shifts tells the counts that changed, and their sum under a name.
func (w French) shifts(c *tracker.Change, all string) []string {
	var lines []string
	for _, category := range tracker.Categories() {
		if was, is := c.Before.Of(category), c.After.Of(category); was != is {
			lines = append(lines, fmt.Sprintf("%s\u00a0: %s → %s", capital(w.plural(category)), w.digits(was), w.digits(is)))
		}
	}
	if was, is := c.Before.Total(), c.After.Total(); len(lines) > 0 {
		return append(lines, fmt.Sprintf("%s\u00a0: %s → %s", all, w.digits(was), w.digits(is)))
	}
	return nil
}

// news lists changes, those of each kind apart.
func (w French) news(a *Answer) []string {
	c := a.Change
	var lines []string
	section := func(title string, n int, line func(int) string) {
		if n == 0 {
			return
		}
		lines = append(lines, title+"\u00a0:")
		for i := range a.listed(n) {
			lines = append(lines, "• "+line(i))
		}
		lines = append(lines, w.more(n-a.listed(n))...)
	}
	section("Adhésions", len(c.Joined), func(i int) string {
		s := c.Joined[i]
		line := w.name(s) + ", " + w.what(s)
		if a.Kind == Digest && a.Book.Back(s.ID) != "" {
			line += ", de retour sur la liste depuis le " + w.day(a.Book.Back(s.ID))
		} else if s.Joined != "" {
			line += ", adhésion\u00a0: " + w.date(s.Joined)
		} else if a.Kind == Digest && s.FirstListed != "" {
			line += ", sur la liste depuis le " + w.day(s.FirstListed)
		}
		return line + after(". Source\u00a0: ", s.Source)
	})
	section("Retraits", len(c.Withdrew), func(i int) string {
		s := c.Withdrew[i]
		return fmt.Sprintf("%s, %s, %s%s", w.name(s), w.what(s), w.day(s.Left.On), after(". Source\u00a0: ", s.Left.Source))
	})
	section("Suppressions de la liste, qui ne sont pas des retraits", len(c.Removed), func(i int) string {
		s := c.Removed[i]
		return fmt.Sprintf("%s, %s\u00a0: %s%s", w.name(s), w.what(s), w.reason(s.Left.Reason), after(". Source\u00a0: ", s.Left.Source))
	})
	section("Fusions avec une autre entrée, qui demeure", len(c.Merged), func(i int) string {
		s := c.Merged[i]
		return fmt.Sprintf("%s, %s\u00a0: fusion avec %s%s", w.name(s), w.what(s), w.name(a.Book.Supporter(s.Left.Into)), after(". Source\u00a0: ", s.Left.Source))
	})
	section("Changements de catégorie", len(c.Recategorised), func(i int) string {
		r := c.Recategorised[i]
		return fmt.Sprintf("%s\u00a0: %s → %s%s", w.name(r.After), w.noun(r.Before.Category, 1), w.noun(r.After.Category, 1), amended(w, r))
	})
	section("Modifications", len(c.Amended), func(i int) string { return w.name(c.Amended[i].After) + amended(w, c.Amended[i]) })
	section("Rétablissements sur la liste, le départ ayant été annulé", len(c.Restored), func(i int) string {
		return w.name(c.Restored[i]) + ", " + w.what(c.Restored[i])
	})
	section("Chiffres, tels que d'autres les ont publiés", len(c.Figures), func(i int) string {
		f := c.Figures[i]
		line := w.figured(FactOf(f))
		if n, ok := a.Rolled[f]; ok {
			line += fmt.Sprintf(", alors que la liste en avait %s", w.digits(n))
		}
		return line + after(". Source\u00a0: ", f.Source)
	})
	section("Chiffres repris, qui ne comptent plus", len(c.Retracted), func(i int) string {
		f := c.Retracted[i]
		return w.figure(FactOf(f))
	})
	return lines
}

// Footer tells as of when, from which source and by which rule.
func (w French) Footer(a *Answer) []string {
	var lines []string
	if a.Overlap != nil {
		one, two := a.Overlap.Of[0], a.Overlap.Of[1]
		return []string{
			fmt.Sprintf("État au %s. Sont comptées les entrées des listes\u00a0; celle %s a été comparée pour la dernière fois à sa source le %s, celle %s le %s. Les catégories de qui est sur les deux sont celles du premier appel.",
				w.day(a.AsOf), w.of(w.call(one.Call)), w.day(one.Checked), w.of(w.call(two.Call)), w.day(two.Checked)),
			"Les États sont reconnus à leur pays, tous les autres à un nom ou à un alias. Qui porte des noms tout à fait différents dans les deux appels compte pour deux.",
			fmt.Sprintf("Sources\u00a0: %s, %s", one.Source, two.Source),
		}
	}
	switch a.Rule {
	case Listed:
		lines = append(lines, fmt.Sprintf("État au %s. Sont comptées les entrées de la liste, comparée pour la dernière fois à la liste officielle le %s.", w.day(a.AsOf), w.day(a.Checked)))
	case NoRule:
		if a.AsOf != "" {
			lines = append(lines, fmt.Sprintf("État au %s. Rien n'est compté ici.", w.day(a.AsOf)))
		}
	case Reported:
		lines = append(lines, fmt.Sprintf("État au %s. Ce sont des chiffres que d'autres ont publiés\u00a0; ils peuvent se contredire.", w.day(a.AsOf)))
	}
	regions, groups := a.places()
	if regions {
		lines = append(lines, "La région est prise avec les membres des Nations unies qui s'y trouvent.")
	}
	if groups {
		of := w.of(w.date(a.Call.GroupsAsOf))
		if len(a.Call.GroupsAsOf) == len("2006-01-02") {
			of = "du " + w.date(a.Call.GroupsAsOf)
		}
		lines = append(lines, fmt.Sprintf("Le groupe est pris avec ses membres %s.", of))
	}
	if len(a.Sources) > 0 {
		lines = append(lines, "Source\u00a0: "+strings.Join(a.Sources, ", "))
	}
	return lines
}

// read tells as which line a question was read.
func (French) read(line string) string { return "Compris comme\u00a0: " + line }

// Suggestions introduces what could be asked next.
func (French) Suggestions() string { return "Vous pourriez demander\u00a0:" }

// filtered is a number of those that the filters let through: "27 États de l'Union européenne".
func (w French) filtered(a *Answer, n int) string {
	return w.digits(n) + " " + w.those(a, n)
}

// those are whom the filter lets through, by a noun for a number of them.
func (w French) those(a *Answer, n int) string { return w.who(a.Where, n) }

func (w French) onRoll(a *Answer, n int) string {
	now, then := "figurent", "figuraient"
	if n < 2 {
		now, then = "figure", "figurait"
	}
	where := " sur la liste"
	if a.unlisted() {
		where = " parmi ce qui est enregistré"
	}
	if a.AsOf != a.Today {
		return then + where + " au " + w.day(a.AsOf)
	}
	return now + where
}

func (w French) counts(c tracker.Counts) string {
	var parts []string
	for _, category := range tracker.Categories() {
		if n := c.Of(category); n > 0 || category != tracker.Uncategorised {
			parts = append(parts, w.category(category, n))
		}
	}
	return w.list(parts)
}

// what a supporter is, without an article: "entreprise (société commerciale), France". It begins with a vowel whatever
// the category, so that "en tant qu'" can stand before it.
func (w French) what(s *tracker.Supporter) string {
	what := w.noun(s.Category, 1)
	if s.Kind != "" {
		what += " (" + w.kind(s.Kind, 1) + ")"
	}
	if s.Category != tracker.State && s.Country != "" {
		what += ", " + w.country(s.Country)
	}
	return what
}

func (w French) singular(c tracker.Category) string { return w.noun(c, 1) }

func (w French) plural(c tracker.Category) string { return w.noun(c, 2) }

func (w French) category(c tracker.Category, n int) string {
	return w.digits(n) + " " + w.noun(c, n)
}

func (French) noun(c tracker.Category, n int) string {
	return numbered(n, map[tracker.Category][2]string{
		tracker.State:           {"État", "États"},
		tracker.PublicAuthority: {"autorité publique ou collectivité locale", "autorités publiques et collectivités locales"},
		tracker.CivilSociety:    {"organisation de la société civile", "organisations de la société civile"},
		tracker.Company:         {"entreprise", "entreprises"},
		tracker.Uncategorised:   {"entrée sans catégorie", "entrées sans catégorie"},
	}[c])
}

func (French) kind(k tracker.Kind, n int) string {
	nouns, ok := map[tracker.Kind][2]string{
		"business":                   {"société commerciale", "sociétés commerciales"},
		"trade_association":          {"organisation professionnelle", "organisations professionnelles"},
		"nonprofit":                  {"organisme à but non lucratif", "organismes à but non lucratif"},
		"university":                 {"université", "universités"},
		"foundation":                 {"fondation", "fondations"},
		"think_tank":                 {"groupe de réflexion", "groupes de réflexion"},
		"association":                {"association", "associations"},
		"chamber_of_commerce":        {"chambre de commerce", "chambres de commerce"},
		"ngo":                        {"organisation non gouvernementale", "organisations non gouvernementales"},
		"research_centre":            {"centre de recherche", "centres de recherche"},
		"local_government":           {"collectivité locale", "collectivités locales"},
		"international_organisation": {"organisation internationale", "organisations internationales"},
		"federation":                 {"fédération", "fédérations"},
		"federated_state":            {"État fédéré", "États fédérés"},
		"public_body":                {"organisme public", "organismes publics"},
		"forum":                      {"forum", "forums"},
		"operator":                   {"opérateur", "opérateurs"},
		"independent_authority":      {"autorité indépendante", "autorités indépendantes"},
		"school":                     {"école", "écoles"},
		"advisory_body":              {"organe consultatif", "organes consultatifs"},
		"centre_of_excellence":       {"centre d'excellence", "centres d'excellence"},
		"academy":                    {"académie", "académies"},
	}[k]
	if !ok {
		return k.String()
	}
	return numbered(n, nouns)
}

func (w French) number(n int, one, many string) string {
	return w.digits(n) + " " + numbered(n, [2]string{one, many})
}

// numbered picks singular or plural: none is singular in French, as one is.
func numbered(n int, forms [2]string) string {
	if n < 2 {
		return forms[0]
	}
	return forms[1]
}

func (French) digits(n int) string { return digits(n, "\u202f") }

func (French) quote(s string) string { return "«\u00a0" + s + "\u00a0»" }

func (French) qualifier(q tracker.Qualifier) string {
	return map[tracker.Qualifier]string{tracker.Exactly: "exactement", tracker.AtLeast: "au moins", tracker.About: "environ"}[q]
}

// reason is why an entry was removed.
func (w French) reason(reason string) string {
	switch reason {
	case "":
		return "aucun motif n'a été donné"
	case tracker.Duplicate:
		return "c'était un doublon"
	case tracker.Error:
		return "c'était une erreur"
	case tracker.Replaced:
		return "une autre l'a remplacée"
	}
	return "le motif indiqué est " + w.quote(reason)
}

func (French) country(code string) string {
	if c, ok := names.CountryOf(code); ok {
		return c.NameFR
	}
	return code
}

// inOrder compares names as a French reader looks for them: É beside E.
func inOrder(a, b string) int { return cmp.Compare(names.Key(a), names.Key(b)) }

// name is what a supporter is called: a state by its country's French name.
func (w French) name(s *tracker.Supporter) string {
	if s.Category == tracker.State && s.Country != "" {
		return w.country(s.Country)
	}
	return s.Name
}

// theName is the name with the article that a state's has.
func (w French) theName(s *tracker.Supporter) string {
	if s.Category == tracker.State && s.Country != "" {
		return w.the(w.country(s.Country))
	}
	return s.Name
}

// call is the call with its article.
func (w French) call(c *tracker.Call) string { return w.the(w.callName(c)) }

func (French) callName(c *tracker.Call) string { return cmp.Or(c.NameFR, c.Name) }

// group is a group with its article, and with its abbreviation where the name isn't one.
func (w French) group(g *tracker.Group) string {
	name := w.the(cmp.Or(g.NameFR, g.Name))
	if short := map[string]string{"eu": "UE", "african-union": "UA", "un": "ONU"}[g.ID]; short != "" {
		name += " (" + short + ")"
	}
	return name
}

// ofGroup is a group after "pays" or "États": "de l'Union européenne", but "d'Afrique".
func (w French) ofGroup(g *tracker.Group) string {
	if rest, elided := strings.CutPrefix(w.group(g), "l'"); elided && g.Region && !strings.Contains(rest, " et ") {
		return w.of(rest)
	}
	return w.of(w.group(g))
}

// the puts the article before the name of a country, a region, a group or a call. A name in -e is feminine and one in -s
// is plural, by its first word; articles has the exceptions. Each of two names that "et" joins has its own.
func (w French) the(name string) string {
	if first, second, two := pair(name); two {
		return w.the(first) + " et " + w.the(second)
	}
	word := name
	if i := strings.IndexAny(name, " -"); i > 0 {
		word = name[:i]
	}
	article, ok := articles()[name]
	if !ok {
		article, ok = articles()[word]
	}
	switch {
	case ok:
	case strings.HasSuffix(word, "s"):
		article = "les "
	case vowel(word):
		article = "l'"
	case strings.HasSuffix(word, "e"):
		article = "la "
	default:
		article = "le "
	}
	for _, common := range []string{"Île ", "Îles ", "Pays ", "Péninsule "} { // nouns, not names
		if strings.HasPrefix(name, common) {
			name = strings.ToLower(word) + name[len(word):]
		}
	}
	return article + name
}

// articles are those that the rule doesn't tell, by whole names or first words.
var articles = sync.OnceValue(func() map[string]string {
	table := map[string]string{}
	for article, words := range map[string]string{
		"": "Andorre Anguilla Antigua Aruba Bahreïn Cabo Chypre Cuba Curaçao DACH Djibouti Gibraltar Guam Guernesey Haïti Hong " +
			"Israël Jan Jersey Kiribati La Macao Madagascar Malte Maurice Mayotte Monaco Montserrat Nauru Niue Oman Porto " +
			"Saint Sainte Sao Singapour Taïwan Tokélaou Trinité Tuvalu Wallis",
		"le ":  "Belize Cambodge Caucase Golfe Groupe Honduras Laos Mexique Mozambique Royaume Saint-Siège Suriname Système Territoire Triangle Zimbabwe",
		"la ":  "CEDEAO CEEAC CELAC CEMAC Communauté SAARC SADC Sierra",
		"les ": "BRICS Cinq Fidji Tonga",
	} {
		for _, word := range strings.Fields(words) {
			table[word] = article
		}
	}
	table["Samoa américaines"] = "les "
	return table
})

// of puts "de" before a name that has its article, or has none.
func (w French) of(name string) string {
	if first, second, two := pair(name); two {
		return w.of(first) + " et " + w.of(second)
	}
	for article, of := range map[string]string{"le ": "du ", "les ": "des "} {
		if rest, ok := strings.CutPrefix(name, article); ok {
			return of + rest
		}
	}
	if vowel(name) {
		return "d'" + name
	}
	return "de " + name
}

// pair parts two names that "et" joins, each with its article or without. "Et" can also stand inside one name, as in that
// of the Paris Call.
func pair(name string) (first, second string, two bool) {
	first, second, two = strings.Cut(name, " et ")
	bare := second
	for _, article := range []string{"le ", "la ", "les ", "l'"} {
		bare = strings.TrimPrefix(bare, article)
	}
	initial, _ := utf8.DecodeRuneInString(bare)
	two = two && (unicode.IsUpper(initial) || strings.HasPrefix(bare, "îles ")) && !strings.Contains(first, "les Heard")
	return first, second, two
}

// vowel tells whether a word begins with a vowel, before which an article is cut. The names with h or y keep theirs.
func vowel(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return strings.ContainsRune("AÅEÉIÎOUaeéiîou", first)
}

// agree picks the form for one or for several, as in "les États-Unis figurent".
func (French) agree(name, one, many string) string {
	if strings.HasPrefix(name, "les ") {
		return many
	}
	return one
}

func (w French) figures(name string) string { return w.agree(name, "figure", "figurent") }

func (French) day(d tracker.Day) string {
	t := d.Time()
	if t.Day() == 1 {
		return "1er " + month(d)
	}
	return fmt.Sprintf("%d %s", t.Day(), month(d))
}

// month is a day's month and year.
func month(d tracker.Day) string {
	months := [...]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}
	return fmt.Sprintf("%s %04d", months[d.Time().Month()-1], d.Time().Year())
}

func (w French) date(d tracker.Date) string {
	switch len(d) {
	case len("2006"):
		return string(d)
	case len("2006-01"):
		return month(d.First())
	}
	return w.day(tracker.Day(d))
}

func (French) list(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " et " + items[last]
}

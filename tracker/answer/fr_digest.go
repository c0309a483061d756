package answer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"rollcall/tracker"
)

// Subscribed tells how a channel is told of changes from now on.
func (w French) Subscribed(a *Answer) (string, []string) {
	s := a.Setting
	if s.Asked {
		return "Un récapitulatif va être publié ici tout de suite.", nil
	}
	if s.All > 0 {
		return fmt.Sprintf("Relancés\u00a0: %s. Ce qu'un canal a manqué y est annoncé en un seul récapitulatif.", w.number(s.All, "abonnement", "abonnements")), nil
	}
	r := &s.Rules[0]
	call := w.of(w.call(a.Call))
	number := ""
	if s.Others > 0 {
		number = fmt.Sprintf(" %d", r.Number)
	}
	switch {
	case s.Ended && s.Others > 0:
		return fmt.Sprintf("%s a mis fin à l'abonnement %d de ce canal\u00a0: %s, %s.", s.By, r.Number, w.sorts(r.Only), w.times(r)), nil
	case s.Ended && s.Alone:
		return fmt.Sprintf("Vous n'êtes plus abonné à la liste %s.", call), nil
	case s.Ended:
		return fmt.Sprintf("%s a désabonné ce canal de la liste %s.", s.By, call), nil
	case s.Already:
		return fmt.Sprintf("Cet abonnement existe déjà\u00a0: %s, %s\u00a0; rien n'a été changé.", w.sorts(r.Only), w.times(r)), sentences(w.conditions(r))
	case !r.Muted.IsZero():
		return fmt.Sprintf("%s a mis l'abonnement %d en sourdine jusqu'au %s UTC.", s.By, r.Number, w.moment(r.Muted.UTC())),
			[]string{"Ce qui change entre-temps est annoncé ensuite.", "Pour y mettre fin avant, tapez\u00a0: " + a.typed("resume"+number)}
	}
	lines := sentences(w.conditions(r))
	if r.Nobody {
		lines = append(lines, "Personne sur la liste d'aujourd'hui ne répond à ces critères\u00a0: est-ce bien ce que vous vouliez\u00a0?")
	}
	if len(r.Next) > 0 {
		var next []string
		for _, t := range r.Next {
			next = append(next, w.moment(t))
		}
		lines = append(lines, "Les prochaines fois\u00a0: "+strings.Join(next, "\u00a0; ")+".")
	}
	lines = append(lines, "Pour y mettre fin, tapez\u00a0: "+a.typed("unsubscribe"+number))
	whose := s.By + " a abonné ce canal"
	switch {
	case s.Resumed:
		whose = fmt.Sprintf("%s a relancé l'abonnement %d", s.By, r.Number)
	case s.Changed:
		whose = fmt.Sprintf("%s a changé l'abonnement %d", s.By, r.Number)
	case s.Alone:
		whose = "Vous êtes abonné"
	}
	if r.Only == "" {
		return fmt.Sprintf("%s\u00a0: les changements de la liste %s sont publiés ici %s.", whose, call, w.times(r)), lines
	}
	return fmt.Sprintf("%s\u00a0: les nouvelles de la liste %s (%s) sont publiées ici %s.", whose, call, w.sorts(r.Only), w.times(r)), lines
}

// Rules tells a channel's subscriptions.
func (w French) Rules(a *Answer) (string, []string) {
	var lines []string
	for i := range a.Setting.Rules {
		r := &a.Setting.Rules[i]
		line := fmt.Sprintf("• %d\u00a0: %s. Réglé par %s. %s", r.Number, w.wants(r), "@"+r.By, w.outlook(r, a.typed(fmt.Sprint("resume ", r.Number))))
		lines = append(lines, strings.TrimSpace(line))
	}
	if len(lines) == 0 {
		return "Ce canal n'a pas d'abonnement. Pour commencer, tapez\u00a0: " + a.typed("subscribe"), nil
	}
	return "Ce canal a " + w.number(len(lines), "abonnement", "abonnements") + "\u00a0:", lines
}

func (w French) wants(r *SubscriptionRule) string {
	return strings.Join(append([]string{w.sorts(r.Only) + " " + w.times(r)}, w.conditions(r)...), "\u00a0; ")
}

func (w French) outlook(r *SubscriptionRule, resume string) string {
	switch {
	case r.Unreadable:
		return fmt.Sprintf("Ce qu'il dit ne peut plus être lu, et rien n'est publié\u00a0; dites-le autrement\u00a0: subscribe #%d …", r.Number)
	case r.Paused == tracker.Unreadable:
		return "En pause, car il ne pouvait plus être lu\u00a0; pour le relancer, tapez\u00a0: " + resume
	case r.Paused != "":
		return fmt.Sprintf("En pause, car Slack a dit «\u00a0%s\u00a0»\u00a0; une fois que c'est réparé, tapez\u00a0: %s", r.Paused, resume)
	case !r.Muted.IsZero():
		return fmt.Sprintf("En sourdine jusqu'au %s UTC\u00a0; pour y mettre fin, tapez\u00a0: %s", w.moment(r.Muted.UTC()), resume)
	case len(r.Next) > 0:
		return "La prochaine fois\u00a0: " + w.moment(r.Next[0]) + "."
	}
	return ""
}

// sorts are the changes that a subscription is about.
func (w French) sorts(only string) string {
	var all []string
	for _, sort := range strings.Fields(only) {
		all = append(all, cmp.Or(map[string]string{tracker.OnlyJoined: "adhésions", tracker.OnlyLeft: "départs", tracker.OnlyFigures: "chiffres publiés",
			tracker.OnlyCorrections: "corrections"}[sort], sort))
	}
	return cmp.Or(w.list(all), "tous les changements")
}

// times are when a subscription's digests are posted.
func (w French) times(r *SubscriptionRule) string {
	rhythm, clock, days := timed(r.Schedule)
	zone := Zone(r.Zone)
	switch rhythm {
	case atOnce:
		return "dès leur enregistrement"
	case daily:
		return fmt.Sprintf("chaque jour à %s (%s) s'il y en a eu", clock, zone)
	case weekdays:
		return fmt.Sprintf("du lundi au vendredi à %s (%s) s'il y en a eu", clock, zone)
	case weekly:
		var names []string
		for _, day := range days {
			names = append(names, weekdaysFR[day])
		}
		return fmt.Sprintf("chaque %s à %s (%s) s'il y en a eu", w.list(names), clock, zone)
	case monthly:
		return fmt.Sprintf("le %d de chaque mois à %s (%s) s'il y en a eu", days[0], clock, zone)
	}
	return fmt.Sprintf("aux heures «\u00a0%s\u00a0» (%s) s'il y en a eu", clock, zone)
}

var weekdaysFR = [...]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}

// conditions are what else a subscription says.
func (w French) conditions(r *SubscriptionRule) []string {
	var all []string
	if len(r.Who) > 0 {
		all = append(all, "seulement\u00a0: "+w.who(r.Who, 2))
	} else if r.Filter != "" {
		all = append(all, "seulement\u00a0: «\u00a0"+r.Filter+"\u00a0»")
	}
	if from, to, ok := strings.Cut(r.Quiet, "-"); ok {
		all = append(all, fmt.Sprintf("rien n'est publié entre %s et %s (%s), et ce qui devait l'être attend", from, to, Zone(r.Zone)))
	}
	if r.Min > 1 {
		all = append(all, fmt.Sprintf("il faut au moins %d changements", r.Min))
	}
	if r.Lang != "" {
		all = append(all, map[string]string{"en": "en anglais", "fr": "en français"}[r.Lang])
	}
	return all
}

// who tells whom a filter lets through, by a noun for a number of them.
func (w French) who(f tracker.Filter, n int) string {
	if len(f) == 0 {
		return numbered(n, [2]string{"soutien", "soutiens"})
	}
	clauses := make([]string, len(f))
	for i, clause := range f {
		clauses[i] = w.clause(clause, n)
	}
	return strings.Join(clauses, ", ou ")
}

// clause tells one clause: the noun of its categories or kinds, then what else they have, then who is left out.
func (w French) clause(clause tracker.Clause, n int) string {
	noun, means := "", ""
	var excludes []string
	for _, c := range clause {
		terms := make([]string, len(c.Terms))
		for j, t := range c.Terms {
			switch terms[j] = w.term(t, n); {
			case c.Not && t.Key == tracker.ByGroup:
				terms[j] = "pays " + w.ofGroup(t.Group)
			case c.Not && t.Key == tracker.ByCountry && t.Value != tracker.None:
				terms[j] = w.country(t.Value)
			case c.Not, t.Key == tracker.ByCategory && slices.ContainsFunc(clause, isKind): // parmi les entreprises
				terms[j] = w.term(t, 2)
			}
		}
		said := strings.Join(terms, " ou ")
		key := c.Terms[0].Key
		switch {
		case c.Not:
			excludes = append(excludes, said)
		case key == tracker.ByCategory && noun == "":
			noun = said
		case isKind(c) && noun == "":
			noun = said
		case isKind(c):
			noun = said + " parmi les " + noun
		case key == tracker.ByGroup && len(c.Terms) == 1 && noun == w.noun(tracker.State, n) && means == "":
			noun += " " + w.ofGroup(c.Terms[0].Group)
		case key == tracker.ByName || key == tracker.ByID:
			return said
		default:
			means += " " + said
		}
	}
	if noun == "" {
		noun = numbered(n, [2]string{"soutien", "soutiens"})
	}
	if len(excludes) > 0 {
		means += " (sauf " + strings.Join(excludes, ", ") + ")"
	}
	return noun + means
}

func isKind(c tracker.Choice) bool {
	return !c.Not && c.Terms[0].Key == tracker.ByKind && c.Terms[0].Value != tracker.None
}

// term tells what a supporter has that a term means.
func (w French) term(t tracker.Term, n int) string {
	none := t.Value == tracker.None
	switch t.Key {
	case tracker.ByCategory:
		return w.noun(tracker.Category(t.Value), n)
	case tracker.ByKind:
		if none {
			return "sans nature indiquée"
		}
		return w.kind(tracker.Kind(t.Value), n)
	case tracker.ByCountry:
		if none {
			return "sans pays"
		}
		return "dont le pays est " + w.the(w.country(t.Value))
	case tracker.ByGroup:
		return "d'un pays " + w.ofGroup(t.Group)
	case tracker.ByWord:
		return "avec «\u00a0" + t.Value + "\u00a0» dans le nom"
	case tracker.ByName:
		return "«\u00a0" + t.Value + "\u00a0»"
	case tracker.ByID:
		return "#" + t.Value
	case tracker.ByStatus:
		return map[tracker.Status]string{tracker.Listed: "sur la liste", tracker.Withdrawn: "qui se sont retirés", tracker.Removed: "retirés de la liste", tracker.Merged: "fusionnés", NotListed: "qui ne figurent plus sur la liste", Announced: "dits soutenir l'appel"}[tracker.Status(t.Value)]
	case tracker.ByJoined:
		if none {
			return "sans date d'adhésion"
		}
		return "avec une adhésion " + w.during(t.Days)
	case tracker.ByListed:
		return "avec une inscription " + w.during(t.Days)
	}
	return "de pays dont l'État ne figure pas sur la liste"
}

// during tells a period.
func (w French) during(p tracker.Period) string {
	switch whole := p.String(); {
	case p.First == "":
		return "jusqu'au " + w.day(p.Last)
	case p.Last == "":
		return "depuis le " + w.day(p.First)
	case p.First == p.Last:
		return "le " + w.day(p.First)
	case !strings.Contains(whole, ".."):
		return "en " + w.date(tracker.Date(whole))
	}
	return "du " + w.day(p.First) + " au " + w.day(p.Last)
}

func (w French) moment(t time.Time) string {
	return weekdaysFR[t.Weekday()] + " " + w.day(tracker.Day(t.Format(time.DateOnly))) + " à " + t.Format("15:04")
}

// Digest tells what changed: the news first, and corrections apart.
func (w French) Digest(a *Answer) (string, []string) {
	c := a.Change
	if a.Forgotten {
		return "Ce que disait ce récapitulatif a été oublié depuis.", nil
	}
	if c.Empty() {
		return "Rien n'a changé depuis la dernière annonce dans ce canal.", nil
	}
	var news []string
	count := func(n int, one, many string) {
		if n > 0 {
			news = append(news, w.number(n, one, many))
		}
	}
	count(len(c.Joined), "soutien a adhéré", "soutiens ont adhéré")
	count(len(c.Withdrew), "soutien s'est retiré", "soutiens se sont retirés")
	count(len(c.Removed), "entrée a été supprimée de la liste", "entrées ont été supprimées de la liste")
	count(len(c.Merged), "entrée a été fusionnée avec une autre", "entrées ont été fusionnées avec d'autres")
	count(len(c.Recategorised), "entrée a changé de catégorie", "entrées ont changé de catégorie")
	count(len(c.Amended), "entrée a été modifiée", "entrées ont été modifiées")
	count(len(c.Restored), "entrée a été rétablie sur la liste", "entrées ont été rétablies sur la liste")
	count(len(c.Figures), "chiffre a été publié", "chiffres ont été publiés")
	count(len(c.Retracted), "chiffre a été repris", "chiffres ont été repris")
	lines := w.moved(c)
	if len(a.Where) > 0 {
		lines = w.shifts(c, w.Columns().These)
	}
	for _, m := range a.Milestones {
		lines = append(lines, w.milestone(m))
	}
	fresh, corrections := c.Apart()
	one := *a
	one.Change = &fresh
	lines = append(lines, w.news(&one)...)
	if !corrections.Empty() {
		one.Change = &corrections
		lines = append(append(lines, "Corrections de la liste, qui ne sont pas des nouvelles\u00a0:"), w.news(&one)...)
	}
	if a.Short() {
		lines = append(lines, "Les listes sont abrégées ici\u00a0; elles sont plus longues dans le fil.")
	}
	if len(a.Where) > 0 {
		lines = append(lines, "N'est annoncé ici que ce qui concerne\u00a0: "+w.who(a.Where, 2)+".")
	}
	if a.Sorts != "" {
		lines = append(lines, "De tous les changements, seuls sont annoncés\u00a0: "+w.sorts(a.Sorts)+"\u00a0; les nombres les montrent tous.")
	}
	if !a.Due.IsZero() {
		lines = append(lines, fmt.Sprintf("Ce récapitulatif était prévu le %s à %s UTC et arrive en retard.", w.day(tracker.DayOf(a.Due)), a.Due.Format("15:04")))
	}
	return w.callName(a.Call) + "\u00a0: " + w.list(news) + ".", lines
}

// milestone tells what the roll reached.
func (w French) milestone(m Milestone) string {
	switch {
	case m.Group != nil:
		return fmt.Sprintf("Un cap\u00a0: les %d pays %s sont désormais tous sur la liste.", m.Count, w.ofGroup(m.Group))
	case m.Category == "":
		return fmt.Sprintf("Un cap\u00a0: la liste a atteint %s.", w.number(m.Count, "soutien", "soutiens"))
	}
	return fmt.Sprintf("Un cap\u00a0: la liste a atteint %s.", w.category(m.Category, m.Count))
}

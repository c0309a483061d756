package bot

import "fmt"

// homeWords are the words on the Home tab and on the form that it opens, in one language. What answers say, too, isn't here.
type homeWords struct {
	lang string

	changes, proposals, subscriptions, tries      string // titles
	span                                          func(change, days int) string
	net                                           string
	tooEarly                                      func(begins string, days int) string
	unchanged, noProposals, below, noSubscription string
	unread                                        string
	more                                          func(n int) string
	direct                                        string
	setBy                                         func(who string) string
	approved, rejected                            func(proposal string) string
	reason                                        string // of the form
	notOpened                                     func(line string) string
	colon, semicolon                              string
	others                                        string // a title
	supporters                                    func(n int) string
}

// homeWordsIn are the words in a language; English for one that isn't spoken here. The fields are set by place, as those of labels.
func homeWordsIn(lang string) homeWords {
	if lang == "fr" {
		return homeWords{
			lang,
			"Derniers changements de la liste", "Propositions en attente", "Vos canaux abonnés", "À essayer",
			func(change, days int) string { return fmt.Sprintf("%s en %d jours", signed(change), days) },
			"Entre parenthèses\u00a0: l'évolution nette, d'après ce que l'on sait aujourd'hui.",
			func(begins string, days int) string {
				return fmt.Sprintf("Les relevés commencent le %s\u00a0: il n'y a rien à comparer %d jours en arrière.", begins, days)
			},
			"Aucun changement n'est enregistré depuis le début des relevés.", "Aucune proposition n'attend.",
			"Ce qui figure sous une proposition est enregistré si elle est approuvée.",
			"Aucun de vos canaux n'est abonné aux changements. Pour commencer, tapez dans l'un d'eux\u00a0:",
			"Slack n'a pas donné la liste de vos canaux\u00a0; seuls figurent ici ceux que vous avez abonnés vous-même.",
			func(n int) string { return fmt.Sprintf("… et %d de plus.", n) },
			"Vos messages directs avec rollcall",
			func(who string) string { return "réglé par " + who },
			func(proposal string) string { return "La proposition " + proposal + " est approuvée et enregistrée." },
			func(proposal string) string { return "La proposition " + proposal + " est rejetée." },
			"Motif, si vous voulez en donner un",
			func(line string) string {
				return "Slack n'a pas ouvert le formulaire. Réessayez, ou tapez\u00a0: " + line
			},
			"\u00a0: ", "\u00a0; ",
			"Autres appels",
			func(n int) string { return fmt.Sprintf("soutiens sur la liste\u00a0: %d", n) },
		}
	}
	return homeWords{
		lang,
		"Latest changes of the roll", "Proposals waiting", "Your subscribed channels", "Things to try",
		func(change, days int) string { return fmt.Sprintf("%s in %d days", signed(change), days) },
		"In brackets: the net change, by what is known today.",
		func(begins string, days int) string {
			return fmt.Sprintf("The roll's records begin on %s: there is nothing to compare with %d days ago.", begins, days)
		},
		"No change is recorded since the records begin.", "No proposal waits.",
		"What stands below a proposal is recorded when it is approved.",
		"None of your channels is told of changes. To begin, type in one of them:",
		"Slack didn't tell which channels you are in; only those that you subscribed yourself are shown here.",
		func(n int) string { return fmt.Sprintf("… and %d more.", n) },
		"Your direct messages with rollcall",
		func(who string) string { return "set by " + who },
		func(proposal string) string { return "Proposal " + proposal + " is approved and recorded." },
		func(proposal string) string { return "Proposal " + proposal + " is rejected." },
		"Reason, if you want to give one",
		func(line string) string { return "Slack didn't open the form. Please try again, or type: " + line },
		": ", "; ",
		"Other calls",
		func(n int) string { return fmt.Sprintf("supporters on the roll: %d", n) },
	}
}

// signed is a change with its sign, +0 for none.
func signed(change int) string {
	if change < 0 {
		return fmt.Sprintf("−%d", -change)
	}
	return fmt.Sprintf("+%d", change)
}

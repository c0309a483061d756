package bot

import "strconv"

// A caption is what stands over an input and under it.
type caption struct{ label, hint string }

// formLabels are the words of forms, in one language.
type formLabels struct {
	add, edit, report, suggest          string // as titles, and on the buttons that open them
	proposal                            string // the title once one is rejected
	record, propose, next, cancel, exit string

	supporter, whom, name, category, kind, country, joined, alias, website, note, source, on caption
	figure, value, qualifier, dated, because, anyway                                         caption

	choose, none, another, working   string
	needed, notAnOption, older, left string
	sentBefore, filledNow            string
	tooLong                          func(most int) string
	onlyAdmins                       func(command, suggest string) string
	notOpened, perhapsOpened         func(typed, reference string) string
}

// formLabelsIn are the words of forms in a language; English for one that isn't spoken here. The fields are set by place,
// so that a missing translation doesn't compile.
func formLabelsIn(lang string) formLabels {
	if lang == "fr" {
		return formLabels{
			"Ajouter un soutien", "Modifier une entrée", "Signaler un chiffre", "Proposer un changement", "Proposition",
			"Enregistrer", "Proposer", "Continuer", "Annuler", "Fermer",

			caption{"Soutien", "Tapez une partie de son nom."},
			caption{"Soutien", "Tapez une partie de son nom\u00a0; laissez vide pour en proposer un nouveau."},
			caption{"Nom", "Tel que la liste officielle l'écrit."},
			caption{"Catégorie", ""},
			caption{"Type", ""},
			caption{"Pays", "Tapez son nom, en français ou en anglais. Un État en a besoin."},
			caption{"Date d'adhésion", "Ce qui en est connu\u00a0: 2018, 2018-11 ou 2018-11-12."},
			caption{"Autres noms", "S'il y en a plusieurs, un par ligne."},
			caption{"Site web", ""},
			caption{"Remarque", "Elle est gardée en une seule ligne."},
			caption{"Source", "L'adresse où cela se lit."},
			caption{"Modifié dans la liste le", "Le jour où la liste officielle a changé."},
			caption{"Ce qui est compté", ""},
			caption{"Chiffre", "Un nombre entier."},
			caption{"Précision", ""},
			caption{"Date du chiffre", ""},
			caption{"Message aux administrateurs", "Ce qu'il leur faut savoir pour en décider."},
			caption{"Malgré un nom semblable", "Si un nom semblable est déjà sur la liste."},

			"Choisissez", "Aucun", "C'est quelqu'un d'autre", "C'est en cours\u00a0; la réponse vient ici dans un instant.",
			"Il faut remplir ce champ.", "Choisissez l'une des réponses proposées.",
			"Ce formulaire vient d'une autre version de rollcall, ou il est incomplet\u00a0; ouvrez-le à nouveau. Rien n'a été changé.",
			"Ce soutien n'est plus sur la liste. Rien n'a été changé.",
			"Ce formulaire a déjà été envoyé avec d'autres valeurs, et celles-là sont enregistrées. Rien d'autre n'a été changé\u00a0; pour le faire, ouvrez-le à nouveau.",
			"Le formulaire n'était pas encore rempli pour ce soutien\u00a0; il l'est maintenant. Modifiez ce qui doit changer, et envoyez-le. Rien n'a été changé.",
			func(most int) string { return "C'est trop long\u00a0: au plus " + strconv.Itoa(most) + " caractères." },
			func(command, suggest string) string {
				return "Seuls les administrateurs peuvent utiliser " + command + ". Vous pouvez proposer un changement\u00a0: tapez " + suggest + ". Rien n'a été changé."
			},
			func(typed, reference string) string {
				return "Slack n'a pas ouvert le formulaire. Réessayez, ou tapez\u00a0: " + typed + "\nSi cela se reproduit, donnez la référence " + reference +
					" à qui s'occupe de rollcall. Rien n'a été changé."
			},
			func(typed, reference string) string {
				return "Slack n'a pas dit à temps si le formulaire s'est ouvert. S'il n'est pas là, réessayez, ou tapez\u00a0: " + typed +
					"\nSi cela se reproduit, donnez la référence " + reference + " à qui s'occupe de rollcall. Rien n'a été changé."
			},
		}
	}
	return formLabels{
		"Add a supporter", "Edit an entry", "Report a figure", "Suggest a change", "Proposal",
		"Record", "Suggest", "Continue", "Cancel", "Close",

		caption{"Supporter", "Type a part of the name."},
		caption{"Supporter", "Type a part of the name; leave it empty to suggest a new supporter."},
		caption{"Name", "As the official list writes it."},
		caption{"Category", ""},
		caption{"Kind", ""},
		caption{"Country", "Type its name, in English or French. A state needs one."},
		caption{"Joined", "As far as it is known: 2018, 2018-11 or 2018-11-12."},
		caption{"Other names", "If there are several, one on each line."},
		caption{"Website", ""},
		caption{"Note", "It is kept as a single line."},
		caption{"Source", "The address where this can be read."},
		caption{"Changed on the list on", "The day on which the official list changed."},
		caption{"What is counted", ""},
		caption{"Figure", "A whole number."},
		caption{"How exact", ""},
		caption{"Date of the figure", ""},
		caption{"Message to the admins", "What they need to know to decide about it."},
		caption{"Anyway", "If the name is much like one on the roll."},

		"Choose", "None", "It is somebody else", "It is under way; the answer comes here in a moment.",
		"This has to be filled in.", "Choose one of the answers that are offered.",
		"This form is from another version of rollcall, or isn't complete; please open it again. Nothing was changed.",
		"This supporter is not on the roll any more. Nothing was changed.",
		"This form was sent before with other values, and those are recorded. Nothing else was changed; to do that, open it anew.",
		"The form wasn't filled for this supporter yet; now it is. Change what is to be changed, and send it. Nothing was changed.",
		func(most int) string { return "That is too long: at most " + strconv.Itoa(most) + " characters." },
		func(command, suggest string) string {
			return "Only admins can use " + command + ". You can suggest a change: type " + suggest + ". Nothing was changed."
		},
		func(typed, reference string) string {
			return "Slack didn't open the form. Please try again, or type: " + typed + "\nIf it goes on, tell those who run rollcall the reference " +
				reference + ". Nothing was changed."
		},
		func(typed, reference string) string {
			return "Slack didn't say in time whether the form opened. If it isn't there, please try again, or type: " + typed +
				"\nIf it goes on, tell those who run rollcall the reference " + reference + ". Nothing was changed."
		},
	}
}

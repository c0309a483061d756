package bot

// labels are the words on controls, in one language.
type labels struct {
	share, shared, previous, next string
	sharedBy                      func(person, line string) string
	stale, notShared, unsure      string
	drawnFor                      func(person, line string) string
	noPicture, inviteMe           string
	undo, approve, reject         string
	decided                       func(person, line string) string
	guest                         string
}

// labelsIn are the labels in a language; English for one that isn't spoken here. The fields are set by place, so that a
// missing translation doesn't compile.
func labelsIn(lang string) labels {
	if lang == "fr" {
		return labels{
			"Partager dans le canal", "Partagé dans le canal.", "Page précédente", "Page suivante",
			func(person, line string) string { return person + " partage la réponse à « " + line + " » :" },
			"Ce bouton vient d'une autre version de rollcall ; posez la question à nouveau. Rien n'a été changé.",
			"La réponse n'a pas été partagée : Slack n'a pas pris le message. Réessayez dans une minute.",
			"Slack n'a pas dit si le message a été publié. Regardez dans le canal avant de réessayer.",
			func(person, line string) string { return person + " a demandé « " + line + " » :" },
			"L'image n'a pas pu être publiée. Voici ce qu'elle montrerait :",
			"Je ne suis pas dans ce canal et ne peux pas y publier d'image ; invitez-moi avec /invite @rollcall. Voici ce qu'elle montrerait :",
			"Annuler", "Approuver", "Rejeter",
			func(person, line string) string { return person + " a décidé « " + line + " » :" },
			"Les invités et les personnes d'autres espaces de travail ne peuvent que poser des questions, et seulement dans les canaux prévus pour cela. Adressez-vous à ceux qui gèrent rollcall.",
		}
	}
	return labels{
		"Share to channel", "Shared to the channel.", "Previous page", "Next page",
		func(person, line string) string { return person + " shared the answer to “" + line + "”:" },
		"This button is from another version of rollcall; please ask again. Nothing was changed.",
		"The answer was not shared: Slack didn't take the message. Please try again in a minute.",
		"Slack didn't say whether the message was posted. Please look into the channel before you try again.",
		func(person, line string) string { return person + " asked for “" + line + "”:" },
		"The picture could not be posted. This is what it would show:",
		"I'm not in this channel, so I can't post a picture here; invite me with /invite @rollcall. This is what it would show:",
		"Undo", "Approve", "Reject",
		func(person, line string) string { return person + " decided “" + line + "”:" },
		"Guests and people from other workspaces can only ask, and only in the channels meant for that. Those who run rollcall can allow it.",
	}
}

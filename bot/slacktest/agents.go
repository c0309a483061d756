package slacktest

import "encoding/json"

// Thread is what an agent shows around a conversation: what to ask, what it is doing, and what it is about.
type Thread struct {
	Prompts []string // messages of the suggested prompts
	Status  string
	Title   string
}

// Thread returns what the bot set for a thread, or with "" for a direct message's whole conversation.
func (s *Slack) Thread(channel, ts string) Thread {
	defer s.lock()()
	return s.threads[channel+ts]
}

// mostPrompts is how many an agent can suggest.
const mostPrompts = 4

func (s *Slack) setPrompts(a args) object {
	var prompts []struct{ Title, Message string }
	if err := json.Unmarshal([]byte(a["prompts"]), &prompts); err != nil || len(prompts) == 0 || len(prompts) > mostPrompts {
		s.violate("assistant.threads.setSuggestedPrompts", "must have 1 to 4 prompts")
		refuse("invalid_arguments")
	}
	return s.setThread(a, func(t *Thread) {
		t.Prompts = nil
		for _, p := range prompts {
			t.Prompts = append(t.Prompts, p.Message)
		}
	})
}

func (s *Slack) setStatus(a args) object {
	return s.setThread(a, func(t *Thread) { t.Status = a["status"] })
}

func (s *Slack) setTitle(a args) object {
	return s.setThread(a, func(t *Thread) { t.Title = a["title"] })
}

// setThread changes what is shown around a thread; s.mu is held.
func (s *Slack) setThread(a args, change func(*Thread)) object {
	c := s.joined(a["channel_id"])
	if !s.config.Agents {
		refuse("feature_not_enabled")
	}
	t := s.threads[c.ID+a["thread_ts"]]
	change(&t)
	s.threads[c.ID+a["thread_ts"]] = t
	return object{}
}

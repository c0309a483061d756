package slacktest_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"

	"rollcall/bot/slacktest"
)

func Example() {
	bot := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"text": "81 states are listed."}`)
	}))
	defer bot.Close()

	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	s := slacktest.New(slacktest.Config{})
	s.Serve(l)
	defer s.Close()
	s.AddUser(slacktest.User{ID: "U1", Name: "ada"})
	s.AddChannel(slacktest.Channel{ID: "C1", Name: "general", Member: true})
	s.SetRequestURL(bot.URL+"/slack/events", nil)

	reply, err := s.Send(context.Background(), s.Command("U1", "C1", "/pariscall count state"))
	if err != nil {
		panic(err)
	}
	fmt.Println(reply.Message.Text, reply.Message.Ephemeral, s.Violations())
	// Output: 81 states are listed. true []
}

package bot

import (
	"maps"
	"sync"
	"time"
)

// A memory holds values by their keys, for a while.
type memory[V any] struct {
	lasts time.Duration
	most  int // before all are dropped; 0: there is no limit

	mu    sync.Mutex
	held  map[string]V
	at    map[string]time.Time
	swept time.Time
}

func (m *memory[V]) get(key string) (value V, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	value, ok = m.held[key]
	return value, ok
}

// put holds a value from now on, and reports whether there was one before.
func (m *memory[V]) put(key string, value V) (again bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := time.Now()
	if now.Sub(m.swept) > time.Minute {
		m.swept = now
		maps.DeleteFunc(m.held, func(key string, _ V) bool { return now.Sub(m.at[key]) > m.lasts })
		maps.DeleteFunc(m.at, func(_ string, at time.Time) bool { return now.Sub(at) > m.lasts })
	}
	if m.held == nil || m.most > 0 && len(m.held) >= m.most {
		m.held, m.at = map[string]V{}, map[string]time.Time{}
	}
	_, again = m.held[key]
	m.held[key], m.at[key] = value, now
	return again
}

func (m *memory[V]) drop(key string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.held, key)
}

// recent remembers what came lately, so that what Slack sends again isn't answered twice. Slack gives up sending again after about an
// hour.
type recent struct{ memory[struct{}] }

// again reports whether an id came before, and remembers it.
func (r *recent) again(id string) bool { return r.put(id, struct{}{}) }

func (r *recent) came(id string) bool {
	_, came := r.get(id)
	return came
}

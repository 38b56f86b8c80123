-- Who may save a place now? Nobody, until this transaction ends; waits for who is saving one.
-- Parameters: none. Leans on: nothing, it is a lock. A place that is saved while borders change
-- would keep its old buurt.
LOCK TABLE place IN SHARE ROW EXCLUSIVE MODE

-- Lets nobody save a place until this transaction ends, and waits for who is saving one now.
-- Parameters: none. A place that is saved while borders change would keep its old buurt.
LOCK TABLE place IN SHARE ROW EXCLUSIVE MODE

-- When was the first filling of this database finished? Now.
-- Parameters: now timestamptz. Leans on the primary key.
INSERT INTO first_fill (finished_at) VALUES (:now) ON CONFLICT DO NOTHING

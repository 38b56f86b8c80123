-- May everybody know this place? A condition; the place is `p`.
-- No parameters. Leans on nothing.
p.status = 'published' AND p.visibility = 'public'

-- Question: is the private cluster ready for the service? Makes what is missing, leaves what is there.
-- Run by psql as superuser at every start of app.core.embedded; no parameters, leans on no index.
-- The extensions also stand in template1, so that every database made later has them.
SET client_min_messages = warning;
SELECT 'CREATE ROLE buurtkaart LOGIN CREATEDB'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'buurtkaart')
\gexec
\connect template1
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
\connect postgres
SELECT 'CREATE DATABASE buurtkaart OWNER buurtkaart'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'buurtkaart')
\gexec
\connect buurtkaart
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

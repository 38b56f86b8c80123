-- Which buurten make up these people's areas? Exactly the given ones, or what took over from a given
-- one that has vanished.
-- Parameters: area_codes, and side by side member_of and buurt_codes. Leans on: area_pkey,
-- area_successor_pkey, area_member_pkey.
WITH RECURSIVE reached AS (
    SELECT given.area_code, given.code
    FROM unnest(CAST(:member_of AS text[]), CAST(:buurt_codes AS text[]))
        AS given (area_code, code)
    UNION
    SELECT reached.area_code, s.new_code
    FROM reached
    JOIN area_successor AS s ON s.old_code = reached.code
    WHERE NOT EXISTS (SELECT FROM area AS a WHERE a.code = reached.code)
), proper AS (
    SELECT reached.area_code, reached.code AS buurt_code
    FROM reached
    JOIN area AS buurt ON buurt.code = reached.code AND buurt.level = 'buurt'
), gone AS (
    DELETE FROM area_member AS m
    WHERE m.area_code = ANY (CAST(:area_codes AS text[]))
      AND NOT EXISTS (
          SELECT
          FROM proper
          WHERE proper.area_code = m.area_code AND proper.buurt_code = m.buurt_code
      )
)
INSERT INTO area_member (area_code, buurt_code)
SELECT area_code, buurt_code
FROM proper
ON CONFLICT DO NOTHING

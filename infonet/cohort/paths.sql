-- The best path of each member to each company: the specification of every engine.
--
-- DuckDB and Spark run this text, and the NumPy engine is tested against it row for row.
--
-- Three tables stand before it. People and companies are numbers below 2^23 = 8388608, INTEGER in
-- these tables and in all that are made of them, which takes half the memory of BIGINT:
--   tie    (source, target, strength): each tie both ways; nobody who opted out is a target
--   works  (person, company): the insiders of each company
--   member (member): the members of this block, who are people
--
-- A line `-- step: name` begins a step, whose rows the engine keeps as a table of that name. Steps
-- with a number in their name are made for one hop after the other, up to {most}; {before} is
-- {hop} - 1. What nothing after it reads, as the layer of the last hop, is left out.
--
-- A state is a member, and a person whom a walk from the member reaches. The greatest product of
-- strengths counts, to twelve digits; then the fewest ties; then the smallest number of the broker,
-- the first person on the walk. Hence one number, `choice`, of which the greatest is taken:
-- product · 10^12 · 2^23 + (2^23 - 1 - broker), and `score` is its first part. A state is kept only
-- if it is strictly better than with fewer ties, so that no walk of the best product returns to its
-- member, meets a person twice or an insider before its end (the lemma in `infonet.paths.search`).
-- The probability is carried beside it as it is, multiplied in the order of the walk.

-- step: opening
-- The best tie of each person to an insider of each company; of equal ones the smallest insider.
-- The order changes no row: with a company's openings side by side an engine that hashes its groups
-- meets the same ones again while they are near.
SELECT
    tie.source AS person,
    works.company AS company,
    max(tie.strength) AS strength,
    CAST(
        8388607 - max(CAST(round(tie.strength * 1e12) AS BIGINT) * 8388608 + (8388607 - tie.target))
            % 8388608 AS INTEGER
    ) AS insider
FROM tie
JOIN works ON works.person = tie.target
GROUP BY tie.source, works.company
ORDER BY works.company

-- step: layer_0
SELECT
    member,
    member AS person,
    CAST(1 AS DOUBLE) AS probability,
    CAST(8388608000000000000 AS BIGINT) AS score,
    CAST(0 AS INTEGER) AS broker
FROM member

-- step: known_0
SELECT member, person, score FROM layer_0

-- step: best_0
-- The best way to each company so far: none but to one that there is not. Without rows an engine
-- that plans anew while it runs would replace this, and whatever is made of it, again and again.
SELECT
    member,
    CAST(-1 AS INTEGER) AS company,
    CAST(1 AS DOUBLE) AS probability,
    CAST(0 AS DECIMAL(38, 0)) AS choice,
    0 AS hops
FROM member

-- step: floor_{before}
-- The chance that each member of the block has at least, at a company that all of them reach.
SELECT company, min(probability) AS probability
FROM best_{before}
GROUP BY company
HAVING count(*) = (SELECT count(*) FROM member)

-- step: found_{hop}
-- The best way of {hop} ties to each company, from a state of one tie fewer by its opening, if it is
-- strictly better than with fewer ties. What is not above the floor is not: of the large companies,
-- where most people work, that is nearly all.
SELECT
    met.member AS member,
    met.company AS company,
    met.probability AS probability,
    met.choice AS choice,
    {hop} AS hops
FROM (
    SELECT
        state.member AS member,
        way.company AS company,
        max(state.probability * way.strength) AS probability,
        max(
            CAST(
                CAST(round(state.probability * way.strength * 1e12) AS BIGINT) * 8388608
                + (8388607 - state.broker) AS DECIMAL(38, 0)
            ) * 8388608 + (8388607 - way.insider)
        ) AS choice
    FROM layer_{before} AS state
    JOIN (
        SELECT opening.*, coalesce(floor.probability, -1) AS least
        FROM opening
        LEFT JOIN floor_{before} AS floor ON floor.company = opening.company
    ) AS way ON way.person = state.person AND state.probability * way.strength > way.least
    GROUP BY state.member, way.company
) AS met
LEFT JOIN best_{before} AS earlier
    ON earlier.member = met.member AND earlier.company = met.company
WHERE
    earlier.probability IS NULL
    OR round(met.probability * 1e12) > round(earlier.probability * 1e12)

-- step: best_{hop}
-- Since more ties are kept only where they are strictly better, the greatest of each column are of
-- the same way.
SELECT
    member,
    company,
    max(probability) AS probability,
    max(choice) AS choice,
    max(hops) AS hops
FROM (
    SELECT * FROM best_{before}
    UNION ALL
    SELECT * FROM found_{hop}
) AS way
GROUP BY member, company

-- step: layer_{hop}
SELECT
    met.member AS member,
    met.person AS person,
    met.probability AS probability,
    met.choice - met.choice % 8388608 AS score,
    CAST(8388607 - met.choice % 8388608 AS INTEGER) AS broker
FROM (
    SELECT
        state.member AS member,
        tie.target AS person,
        max(state.probability * tie.strength) AS probability,
        max(
            CAST(round(state.probability * tie.strength * 1e12) AS BIGINT) * 8388608
            + (8388607 - CASE WHEN {hop} = 1 THEN tie.target ELSE state.broker END)
        ) AS choice
    FROM layer_{before} AS state
    JOIN tie ON tie.source = state.person
    GROUP BY state.member, tie.target
) AS met
LEFT JOIN known_{before} AS earlier
    ON earlier.member = met.member AND earlier.person = met.person
WHERE earlier.score IS NULL OR met.choice - met.choice % 8388608 > earlier.score

-- step: known_{hop}
SELECT member, person, max(score) AS score
FROM (
    SELECT member, person, score FROM known_{before}
    UNION ALL
    SELECT member, person, score FROM layer_{hop}
) AS state
GROUP BY member, person

-- step: path
-- The best of each pair; a member's own company is left out. 2^46 = 70368744177664.
SELECT
    best.member AS member,
    best.company AS company,
    best.probability AS probability,
    best.hops AS hops,
    CASE
        WHEN best.hops = 1 THEN -1
        ELSE 8388607 - CAST(
            CAST(best.ends - best.ends % 8388608 AS DOUBLE) * 1.1920928955078125e-7 AS BIGINT
        )
    END AS broker,
    8388607 - best.ends % 8388608 AS insider
FROM (
    SELECT
        member, company, probability, hops, CAST(choice % 70368744177664 AS BIGINT) AS ends
    FROM best_{most}
) AS best
LEFT JOIN works AS own ON own.person = best.member AND own.company = best.company
WHERE best.company >= 0 AND own.person IS NULL

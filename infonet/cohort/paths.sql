-- The best path of each member to each company: the specification of every engine.
--
-- DuckDB and Spark run this text, and the NumPy engine is tested against it row for row.
--
-- Three tables stand before it, with numbers below 2^23 = 8388608 for people and for companies:
--   tie    (source, target, strength): each tie both ways; nobody who opted out is a target
--   works  (person, company): the insiders of each company
--   member (member): the members of this block, who are people
--
-- A line `-- step: name` begins a step, whose rows the engine keeps as a table of that name. A step
-- with {hop} is made for one hop after the other, up to the greatest; {before} is {hop} - 1. No
-- layer is needed for the last hop. {found} stands for all tables found_1, found_2, … together.
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
    8388607 - max(CAST(round(tie.strength * 1e12) AS BIGINT) * 8388608 + (8388607 - tie.target))
        % 8388608 AS insider
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
    CAST(0 AS BIGINT) AS broker
FROM member

-- step: known_0
SELECT member, person, score FROM layer_0

-- step: found_{hop}
-- The best way of {hop} ties to each company: from a state of one tie fewer, by its opening.
SELECT
    {hop} AS hops,
    state.member AS member,
    opening.company AS company,
    max(state.probability * opening.strength) AS probability,
    max(
        CAST(
            CAST(round(state.probability * opening.strength * 1e12) AS BIGINT) * 8388608
            + (8388607 - state.broker) AS DECIMAL(38, 0)
        ) * 8388608 + (8388607 - opening.insider)
    ) AS choice
FROM layer_{before} AS state
JOIN opening ON opening.person = state.person
GROUP BY state.member, opening.company

-- step: layer_{hop}
SELECT
    met.member AS member,
    met.person AS person,
    met.probability AS probability,
    met.choice - met.choice % 8388608 AS score,
    8388607 - met.choice % 8388608 AS broker
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
-- The best of each hop count; a member's own company is left out. 2^46 = 70368744177664.
SELECT
    best.member AS member,
    best.company AS company,
    best.probability AS probability,
    best.hops AS hops,
    CASE
        WHEN best.hops = 1 THEN -1
        ELSE 8388607 - CAST(
            CAST(best.choice % 70368744177664 - best.choice % 8388608 AS DOUBLE)
            * 1.1920928955078125e-7 AS BIGINT
        )
    END AS broker,
    CAST(8388607 - best.choice % 8388608 AS BIGINT) AS insider
FROM (
    SELECT
        found.*,
        row_number() OVER (
            PARTITION BY found.member, found.company
            ORDER BY found.choice - found.choice % 70368744177664 DESC, found.hops
        ) AS place
    FROM ({found}) AS found
) AS best
LEFT JOIN works AS own ON own.person = best.member AND own.company = best.company
WHERE best.place = 1 AND own.person IS NULL

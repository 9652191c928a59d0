-- People over time: links, evidence, repair.

SELECT 1;

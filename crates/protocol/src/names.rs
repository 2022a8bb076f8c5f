//! What AWS's services are called by people, so that whoever asks for one that is not here is told of
//! it by its name.

/// The name in signatures, the public name, and what its operations begin with in `X-Amz-Target`.
type Named = (&'static str, &'static str, &'static [&'static str]);

/// Those that are asked by paths, forms and documents in XML.
const IN_XML: [&str; 5] = ["s3", "s3express", "s3-object-lambda", "route53", "cloudfront"];

#[rustfmt::skip]
const SERVICES: &[Named] = &[
    ("acm", "AWS Certificate Manager", &["CertificateManager"]),
    ("amplify", "AWS Amplify", &[]),
    ("apigateway", "Amazon API Gateway", &[]),
    ("appconfig", "AWS AppConfig", &[]),
    ("application-autoscaling", "Application Auto Scaling", &["AnyScaleFrontendService"]),
    ("apprunner", "AWS App Runner", &["AppRunner"]),
    ("appsync", "AWS AppSync", &[]),
    ("athena", "Amazon Athena", &["AmazonAthena"]),
    ("autoscaling", "Amazon EC2 Auto Scaling", &[]),
    ("backup", "AWS Backup", &[]),
    ("batch", "AWS Batch", &[]),
    ("bedrock", "Amazon Bedrock", &[]),
    ("budgets", "AWS Budgets", &["AWSBudgetServiceGateway"]),
    ("ce", "AWS Cost Explorer", &["AWSInsightsIndexService"]),
    ("cloudformation", "AWS CloudFormation", &[]),
    ("cloudfront", "Amazon CloudFront", &[]),
    ("cloudtrail", "AWS CloudTrail", &["CloudTrail_20131101"]),
    ("codeartifact", "AWS CodeArtifact", &[]),
    ("codebuild", "AWS CodeBuild", &["CodeBuild_20161006"]),
    ("codecommit", "AWS CodeCommit", &["CodeCommit_20150413"]),
    ("codedeploy", "AWS CodeDeploy", &["CodeDeploy_20141006"]),
    ("codepipeline", "AWS CodePipeline", &["CodePipeline_20150709"]),
    ("cognito-identity", "Amazon Cognito identity pools", &["AWSCognitoIdentityService"]),
    ("cognito-idp", "Amazon Cognito user pools", &["AWSCognitoIdentityProviderService"]),
    ("comprehend", "Amazon Comprehend", &["Comprehend_20171127"]),
    ("config", "AWS Config", &["StarlingDoveService"]),
    ("connect", "Amazon Connect", &[]),
    ("datasync", "AWS DataSync", &["FmrsService"]),
    ("dax", "Amazon DynamoDB Accelerator", &["AmazonDAXV3"]),
    ("dms", "AWS Database Migration Service", &["AmazonDMSv20160101"]),
    ("dsql", "Amazon Aurora DSQL", &[]),
    ("dynamodb", "Amazon DynamoDB", &["DynamoDB_20120810", "DynamoDBStreams_20120810"]),
    ("ec2", "Amazon EC2", &[]),
    ("ecr", "Amazon ECR", &["AmazonEC2ContainerRegistry_V20150921"]),
    ("ecs", "Amazon ECS", &["AmazonEC2ContainerServiceV20141113"]),
    ("eks", "Amazon EKS", &[]),
    ("elasticache", "Amazon ElastiCache", &[]),
    ("elasticbeanstalk", "AWS Elastic Beanstalk", &[]),
    ("elasticfilesystem", "Amazon EFS", &[]),
    ("elasticloadbalancing", "Elastic Load Balancing", &[]),
    ("elasticmapreduce", "Amazon EMR", &["ElasticMapReduce"]),
    ("emr-serverless", "Amazon EMR Serverless", &[]),
    ("es", "Amazon OpenSearch Service", &[]),
    ("events", "Amazon EventBridge", &["AWSEvents"]),
    ("execute-api", "Amazon API Gateway", &[]),
    ("firehose", "Amazon Data Firehose", &["Firehose_20150804"]),
    ("fsx", "Amazon FSx", &["AWSSimbaAPIService_v20180301"]),
    ("geo", "Amazon Location Service", &[]),
    ("glacier", "Amazon S3 Glacier", &[]),
    ("glue", "AWS Glue", &["AWSGlue"]),
    ("guardduty", "Amazon GuardDuty", &[]),
    ("iam", "AWS IAM", &[]),
    ("iot", "AWS IoT", &[]),
    ("iotdata", "AWS IoT", &[]),
    ("kafka", "Amazon MSK", &[]),
    ("kinesis", "Amazon Kinesis Data Streams", &["Kinesis_20131202"]),
    ("kms", "AWS KMS", &["TrentService"]),
    ("lambda", "AWS Lambda", &[]),
    ("lex", "Amazon Lex", &[]),
    ("lightsail", "Amazon Lightsail", &["Lightsail_20161128"]),
    ("logs", "Amazon CloudWatch Logs", &["Logs_20140328"]),
    ("mediaconvert", "AWS Elemental MediaConvert", &[]),
    ("memorydb", "Amazon MemoryDB", &["AmazonMemoryDB"]),
    ("mobiletargeting", "Amazon Pinpoint", &[]),
    ("monitoring", "Amazon CloudWatch", &["GraniteServiceVersion20100801"]),
    ("mq", "Amazon MQ", &[]),
    ("organizations", "AWS Organizations", &["AWSOrganizationsV20161128"]),
    ("pipes", "Amazon EventBridge Pipes", &[]),
    ("polly", "Amazon Polly", &[]),
    ("pricing", "AWS Price List", &["AWSPriceListService"]),
    ("quicksight", "Amazon QuickSight", &[]),
    ("rds", "Amazon RDS", &[]),
    ("rds-data", "Amazon RDS Data API", &[]),
    ("redshift", "Amazon Redshift", &[]),
    ("redshift-data", "Amazon Redshift Data API", &["RedshiftData"]),
    ("rekognition", "Amazon Rekognition", &["RekognitionService"]),
    ("resource-groups", "AWS Resource Groups", &[]),
    ("route53", "Amazon Route 53", &[]),
    ("s3", "Amazon S3", &[]),
    ("s3-object-lambda", "Amazon S3 Object Lambda", &[]),
    ("s3express", "Amazon S3 Express One Zone", &[]),
    ("s3vectors", "Amazon S3 Vectors", &[]),
    ("sagemaker", "Amazon SageMaker", &["SageMaker"]),
    ("scheduler", "Amazon EventBridge Scheduler", &[]),
    ("secretsmanager", "AWS Secrets Manager", &["secretsmanager"]),
    ("securityhub", "AWS Security Hub", &[]),
    ("servicediscovery", "AWS Cloud Map", &["Route53AutoNaming_v20170314"]),
    ("servicequotas", "Service Quotas", &["ServiceQuotasV20190624"]),
    ("ses", "Amazon SES", &[]),
    ("sns", "Amazon SNS", &[]),
    ("sqs", "Amazon SQS", &["AmazonSQS"]),
    ("ssm", "AWS Systems Manager", &["AmazonSSM"]),
    ("states", "AWS Step Functions", &["AWSStepFunctions"]),
    ("sts", "AWS STS", &[]),
    ("swf", "Amazon SWF", &["SimpleWorkflowService"]),
    ("tagging", "AWS Resource Groups Tagging API", &["ResourceGroupsTaggingAPI_20170126"]),
    ("textract", "Amazon Textract", &["Textract"]),
    ("timestream", "Amazon Timestream", &["Timestream_20181101"]),
    ("transcribe", "Amazon Transcribe", &["Transcribe"]),
    ("transfer", "AWS Transfer Family", &["TransferService"]),
    ("translate", "Amazon Translate", &["AWSShineFrontendService_20170701"]),
    ("wafv2", "AWS WAF", &["AWSWAF_20190729"]),
    ("workspaces", "Amazon WorkSpaces", &["WorkspacesService"]),
    ("xray", "AWS X-Ray", &[]),
];

/// By the name in signatures.
pub(crate) fn of_scope(scope: &str) -> Option<&'static str> {
    let at = SERVICES.binary_search_by(|(name, ..)| (*name).cmp(scope)).ok()?;
    Some(SERVICES[at].1)
}

/// By what stands before the dot in `X-Amz-Target`.
pub(crate) fn of_target(prefix: &str) -> Option<&'static str> {
    let named = SERVICES.iter().find(|(_, _, targets)| targets.contains(&prefix));
    named.map(|(_, public, _)| *public)
}

pub(crate) fn is_in_xml(scope: &str) -> bool {
    IN_XML.contains(&scope)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_found() {
        assert!(SERVICES.is_sorted_by(|left, right| left.0 < right.0));
        for (scope, public, targets) in SERVICES {
            assert_eq!(of_scope(scope), Some(*public));
            for target in *targets {
                assert_eq!(of_target(target), Some(*public));
            }
        }
        assert!(IN_XML.iter().all(|scope| of_scope(scope).is_some()));
        assert!(crate::SERVICES.iter().all(|service| of_scope(service.name).is_some()));
        assert_eq!((of_scope("nonsense"), of_target("")), (None, None));
    }
}
